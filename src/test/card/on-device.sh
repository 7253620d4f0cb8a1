#!/usr/bin/env bash
# On the card's machine: a main class of the kit, with the CUDA libraries that its PyTorch brought.
#   on-device.sh sevennets.kernels.cudnn.SelfTest parity | speed | profile
#   on-device.sh sevennets.kernels.cudnn.FullRun PLANS DATA NAME:EPOCHS:RATE:RULE:IMAGES:SEED...
cd "$(dirname "$0")"
site=$(python3 -c 'import sysconfig; print(sysconfig.get_paths()["purelib"])')
dirs=$(find "$site/nvidia" -name '*.so*' -printf '%h\n' 2>/dev/null | sort -u | paste -sd:)
[ -n "$dirs" ] || dirs=$(dirname "$(find / -name 'libcudnn.so.9' 2>/dev/null | head -n 1)"):/usr/local/cuda/lib64
LD_LIBRARY_PATH=$dirs:${LD_LIBRARY_PATH:-} exec jre/bin/java -Xmx12g -Dorg.bytedeco.javacpp.pathsFirst=true \
  -Dorg.bytedeco.javacpp.maxbytes=64g -Dorg.bytedeco.javacpp.maxphysicalbytes=100g -Djava.library.path="$dirs" \
  -Dsevennets.kernels="$PWD/kernels" -cp "classes:jars/*" "$@"
