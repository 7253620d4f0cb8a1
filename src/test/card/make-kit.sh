#!/usr/bin/env bash
# Makes kit.tar.xz, 14 MB: all that a turn on a lent card needs beside a Python with PyTorch for CUDA 13, whose libraries it uses.
# A small JRE, the engine's classes without Deeplearning4j, JavaCPP, four JNI libraries, the plans, and PyTorch's side of the race.
# usage: CLASSPATH=... make-kit.sh FOLDER
# after mvn test-compile; CLASSPATH is what mvn dependency:build-classpath says for the tests.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
store=${MAVEN_REPOSITORY:-$HOME/.m2/repository}/org/bytedeco
cuda=$(sed -n 's:.*<cudnn.version>\(.*\)</cudnn.version>.*:\1:p' "$root/pom.xml")
javacpp=$(sed -n 's:.*<javacpp.version>\(.*\)</javacpp.version>.*:\1:p' "$root/pom.xml")
mkdir -p "$1"
cd "$1"
rm -rf kit natives
mkdir -p kit/jars kit/kernels kit/classes/sevennets/kernels natives
jlink --add-modules java.base,jdk.unsupported,java.logging,java.management --strip-debug --no-header-files --no-man-pages \
  --output kit/jre
strip kit/jre/lib/server/libjvm.so kit/jre/lib/*.so || true
cp "$store/javacpp/$javacpp/javacpp-$javacpp.jar" "$store/javacpp/$javacpp/javacpp-$javacpp-linux-x86_64.jar" \
  "$store/cuda/$cuda/cuda-$cuda.jar" kit/jars
for library in cudart cublas cudnn nvrtc; do
  unzip -qo "$store/cuda/$cuda/cuda-$cuda-linux-x86_64.jar" "org/bytedeco/cuda/linux-x86_64/libjni$library.so" -d natives
done
jar --create --file kit/jars/cuda-linux.jar -C natives org
cp -r "$root/target/classes/sevennets/kernels/cudnn" "$root/target/test-classes/sevennets/kernels/cudnn" kit/classes/sevennets/kernels
cp "$here/on-device.sh" "$here/torch_card.py" "$root/src/main/python/torch_twin.py" kit
all=$root/target/classes:$root/target/test-classes:$CLASSPATH
small="alexnet_small vgg11_small googlenet_small_bn resnet20_cifar densenet_small seresnet20_cifar efficientnet_small"
# shellcheck disable=SC2086
java -cp "$all" sevennets.bench.TwinWriter kit/twins $small resnet50
# shellcheck disable=SC2086
java -cp "$all" sevennets.kernels.cudnn.PlanWriter kit/fashion $small plain20_cifar plain56_cifar resnet56_cifar
XZ_OPT=-6 tar cJf kit.tar.xz kit
ls -l kit.tar.xz
