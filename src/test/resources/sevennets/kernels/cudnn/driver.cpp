// What CudaDevice calls of CUDA's driver and runtime, cuDNN, cuBLAS and NVRTC, answered by the processor: kernels by shim.cpp,
// convolutions and products by its loops.
//
// A stream's work is done as late as NVIDIA allows, when someone waits for it: who overwrites a batch that is still on its way, or
// reads one that has not arrived, gets other numbers than the host. Device memory begins as NaN and is bounded. Every function can
// be told to fail (`control`), and a failed kernel makes all that follows fail, as on a card.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

extern "C" {
extern const char* const standin_kernels[];
extern const int standin_kernel_count;
void Java_sevennets_kernels_cudnn_StandIn_launch(void*, void*, int, int, int, int, int, int64_t);
void Java_sevennets_kernels_cudnn_StandIn_convolve(void*, void*, int, int64_t, int64_t, int64_t, int64_t, int);
}

// ---- streams

typedef std::function<void()> Work;
typedef std::vector<Work> Graph;

struct Stream {
  std::deque<Work> waiting;
  long asked = 0, done = 0;
  Graph* capture = nullptr;

  void ask(Work work) {
    if (capture) {
      capture->push_back(work);
      return;
    }
    waiting.push_back(work);
    asked++;
  }

  void reach(long until) {
    while (done < until) {
      Work next = waiting.front();
      waiting.pop_front();
      done++;
      next();
    }
  }
};

struct Event {
  Stream* stream;
  long at;
};

static std::set<Stream*> streams;
static bool capturing;

static void reach_all() {
  for (Stream* stream : streams) stream->reach(stream->asked);
}

// ---- memory

static std::map<char*, size_t> blocks;
static std::map<char*, size_t> host_blocks;
static size_t capacity = 8ull << 30, taken;

// ---- failures

struct Failure {
  int status, after;
};
static std::map<std::string, Failure> failures;
static int sticky;
static const int KERNEL_FAILED = 700;

/** A kernel that fails takes all work with it, and the card's memory until the process ends: here, until it is told otherwise. */
static void fault(int status) {
  sticky = status;
  for (Stream* stream : streams) {
    stream->waiting.clear();
    stream->done = stream->asked;
    stream->capture = nullptr;
  }
  capturing = false;
}

/** "FUNCTION STATUS AFTER": after so many calls that succeed, the function answers with the status once. */
static void tell(const char* words) {
  char function[100];
  Failure failure;
  if (sticky) {
    for (auto& block : blocks) free(block.first);
    for (auto& block : host_blocks) free(block.first);
    blocks.clear();
    host_blocks.clear();
    streams.clear();
    taken = 0;
  }
  sticky = 0;
  failures.clear();
  if (sscanf(words, "%99s %d %d", function, &failure.status, &failure.after) == 3) failures[function] = failure;
}

static int failing(const char* function) {
  static const char* from_outside = getenv("SEVENNETS_STANDIN_FAILS");
  if (from_outside) {
    tell(from_outside);
    from_outside = nullptr;
  }
  if (sticky) return sticky;
  auto found = failures.find(function);
  if (found == failures.end() || found->second.after-- > 0) return 0;
  int status = found->second.status;
  failures.erase(found);
  if (status >= KERNEL_FAILED && status < 900) fault(status);
  return status;
}

#define MAY_FAIL \
  if (int status = failing(__func__)) return status;
#define NOT_WHILE_CAPTURING \
  if (capturing) return 900;

extern "C" {

void Java_sevennets_kernels_cudnn_StandInDriver_tell(void*, void*, int64_t words) { tell(reinterpret_cast<const char*>(words)); }
void Java_sevennets_kernels_cudnn_StandInDriver_holds(void*, void*, int64_t bytes) { capacity = bytes; }
/** Bytes and things that were taken and not given back. */
int64_t Java_sevennets_kernels_cudnn_StandInDriver_taken(void*, void*) { return taken + host_blocks.size() + streams.size(); }

int cudaMalloc(void** block, size_t bytes) {
  MAY_FAIL NOT_WHILE_CAPTURING;
  if (taken + bytes > capacity) return 2;
  *block = aligned_alloc(512, (bytes + 511) / 512 * 512);
  memset(*block, 0xFF, bytes);
  blocks[(char*)*block] = bytes;
  taken += bytes;
  return 0;
}
int cudaFree(void* block) {
  MAY_FAIL NOT_WHILE_CAPTURING;
  if (!block) return 0;
  auto found = blocks.find((char*)block);
  if (found == blocks.end()) return 1;
  reach_all();
  taken -= found->second;
  blocks.erase(found);
  free(block);
  return 0;
}
int cudaMemGetInfo(size_t* free, size_t* all) {
  MAY_FAIL;
  *free = capacity - taken;
  *all = capacity;
  return 0;
}
int cudaMallocHost(void** block, size_t bytes) {
  MAY_FAIL;
  *block = malloc(bytes);
  host_blocks[(char*)*block] = bytes;
  return 0;
}
int cudaFreeHost(void* block) {
  MAY_FAIL;
  reach_all();
  if (!host_blocks.erase((char*)block)) return 1;
  free(block);
  return 0;
}
int cudaMemcpy(void* to, const void* from, size_t bytes, int) {
  MAY_FAIL NOT_WHILE_CAPTURING;
  reach_all();
  memcpy(to, from, bytes);
  return 0;
}
int cudaMemcpyAsync(void* to, const void* from, size_t bytes, int, Stream* stream) {
  MAY_FAIL;
  stream->ask([=] { memcpy(to, from, bytes); });
  return 0;
}
int cudaMemsetAsync(void* at, int value, size_t bytes, Stream* stream) {
  MAY_FAIL;
  stream->ask([=] { memset(at, value, bytes); });
  return 0;
}

// ---- the runtime

int cudaSetDevice(int) { MAY_FAIL return 0; }
int cudaGetLastError() { return 0; }
int cudaDeviceGetAttribute(int* value, int which, int) {
  MAY_FAIL;
  *value = which == 75 ? 9 : 0;
  return 0;
}
int cudaDriverGetVersion(int* version) {
  *version = 13000;
  return 0;
}
int cudaRuntimeGetVersion(int* version) {
  *version = 13010;
  return 0;
}
const char* cudaGetErrorString(int status) {
  switch (status) {
    case 2: return "out of memory";
    case 35: return "CUDA driver version is insufficient for CUDA runtime version";
    case 46: return "CUDA-capable device(s) is/are busy or unavailable";
    case 100: return "no CUDA-capable device is detected";
    case 209: return "no kernel image is available for execution on the device";
    case 500: return "named symbol not found";
    case 719: return "unspecified launch failure";
    case 901: return "operation failed due to a previous error during capture";
    case 999: return "unknown error";
    case 700: return "an illegal memory access was encountered";
    case 900: return "operation not permitted when stream is capturing";
    default: return "unrecognized error code";
  }
}
int cudaStreamCreateWithFlags(Stream** stream, unsigned) {
  MAY_FAIL;
  streams.insert(*stream = new Stream());
  return 0;
}
int cudaStreamDestroy(Stream* stream) {
  if (!streams.erase(stream)) return 400;
  stream->reach(stream->asked);
  delete stream;
  return 0;
}
int cudaStreamSynchronize(Stream* stream) {
  MAY_FAIL NOT_WHILE_CAPTURING;
  stream->reach(stream->asked);
  return 0;
}
int cudaEventCreateWithFlags(Event** event, unsigned) {
  MAY_FAIL;
  *event = new Event{nullptr, 0};
  return 0;
}
int cudaEventCreate(Event** event) { return cudaEventCreateWithFlags(event, 0); }
int cudaEventDestroy(Event* event) {
  delete event;
  return 0;
}
int cudaEventRecord(Event* event, Stream* stream) {
  MAY_FAIL;
  *event = {stream, stream->asked};
  return 0;
}
int cudaStreamWaitEvent(Stream* stream, Event* event, unsigned) {
  MAY_FAIL;
  Event marked = *event;
  stream->ask([=] { marked.stream->reach(marked.at); });
  return 0;
}
int cudaEventSynchronize(Event* event) {
  MAY_FAIL;
  event->stream->reach(event->at);
  return 0;
}
int cudaEventElapsedTime(float* milliseconds, Event*, Event*) {
  *milliseconds = 1;
  return 0;
}
int cudaStreamBeginCapture(Stream* stream, int) {
  MAY_FAIL;
  stream->capture = new Graph();
  capturing = true;
  return 0;
}
int cudaStreamEndCapture(Stream* stream, Graph** graph) {
  capturing = false;
  *graph = stream->capture;
  stream->capture = nullptr;
  MAY_FAIL;
  return 0;
}
typedef std::shared_ptr<Graph> Ready;
int cudaGraphInstantiate(Ready** ready, Graph* graph, uint64_t) {
  MAY_FAIL;
  *ready = new Ready(new Graph(*graph));
  return 0;
}
int cudaGraphLaunch(Ready* ready, Stream* stream) {
  MAY_FAIL;
  // It may be destroyed while it runs.
  Ready running = *ready;
  stream->ask([=] {
    for (const Work& work : *running) work();
  });
  return 0;
}
int cudaGraphDestroy(Graph* graph) {
  delete graph;
  return 0;
}
int cudaGraphExecDestroy(Ready* ready) {
  delete ready;
  return 0;
}

// ---- the driver

int cuDeviceGetName(char* name, int length, int) {
  MAY_FAIL;
  snprintf(name, length, "A processor in a card's place");
  return 0;
}
int cuModuleLoadData(void** module, const void* code) {
  MAY_FAIL;
  *module = const_cast<void*>(code);
  return 0;
}
int cuModuleUnload(void*) { return 0; }
int cuModuleGetFunction(void** function, void*, const char* name) {
  MAY_FAIL;
  for (int i = 0; i < standin_kernel_count; i++)
    if (!strcmp(standin_kernels[i], name)) {
      *function = reinterpret_cast<void*>(intptr_t(i + 1));
      return 0;
    }
  return 500;
}
int cuLaunchKernel(void* function, unsigned x, unsigned y, unsigned z, unsigned threads, unsigned, unsigned, unsigned, Stream* stream,
                   void** values, void**) {
  MAY_FAIL;
  stream->ask([=] {
    Java_sevennets_kernels_cudnn_StandIn_launch(nullptr, nullptr, int(reinterpret_cast<intptr_t>(function)) - 1, x, y, z, threads,
                                                reinterpret_cast<int64_t>(values));
  });
  return 0;
}

// ---- cuBLAS: matrices by columns

struct Blas {
  Stream* stream;
};
int cublasCreate_v2(Blas** blas) {
  MAY_FAIL;
  *blas = new Blas{nullptr};
  return 0;
}
int cublasDestroy_v2(Blas* blas) {
  delete blas;
  return 0;
}
int cublasSetStream_v2(Blas* blas, Stream* stream) {
  blas->stream = stream;
  return 0;
}
int cublasSetMathMode(Blas*, int) { return 0; }
int cublasSetWorkspace_v2(Blas*, void*, size_t) { return 0; }
const char* cublasGetStatusString(int status) {
  return status == 1 ? "the library was not initialized" : "the GPU program failed to execute";
}
int cublasSgemmStridedBatched(Blas* blas, int ta, int tb, int m, int n, int k, const float* alpha, const float* a, int lda,
                              long long strideA, const float* b, int ldb, long long strideB, const float* beta, float* c, int ldc,
                              long long strideC, int count) {
  MAY_FAIL;
  float scale = *alpha, keep = *beta;
  if (lda < (ta ? k : m) || ldb < (tb ? n : k) || ldc < m) return 7;
  blas->stream->ask([=] {
    for (int64_t number = 0; number < count; number++) {
      const float *from = a + number * strideA, *by = b + number * strideB;
      for (int64_t j = 0; j < n; j++)
        for (int64_t i = 0; i < m; i++) {
          double sum = 0;
          for (int64_t l = 0; l < k; l++) sum += double(ta ? from[i * lda + l] : from[l * lda + i]) * (tb ? by[l * ldb + j] : by[j * ldb + l]);
          float& to = c[number * strideC + j * ldc + i];
          to = float(scale * sum + (keep ? keep * to : 0));
        }
    }
  });
  return 0;
}
int cublasSgemm_v2(Blas* blas, int ta, int tb, int m, int n, int k, const float* alpha, const float* a, int lda, const float* b, int ldb,
                   const float* beta, float* c, int ldc) {
  MAY_FAIL;
  return cublasSgemmStridedBatched(blas, ta, tb, m, n, k, alpha, a, lda, 0, b, ldb, 0, beta, c, ldc, 0, 1);
}

// ---- cuDNN: its older form; it has no graphs

struct Dnn {
  Stream* stream;
};
struct Tensor {
  int format, n, c, h, w;
};
struct Window {
  int padding_height, padding_width, stride_height, stride_width, groups;
};
struct Shape {
  int batch, in, height, width, out, kernel_height, kernel_width, stride_height, stride_width, padding_height, padding_width, groups;
};
static const int CHANNELS_LAST = 1, BAD_PARAM = 2000, NO_GRAPHS = 3000;
/** So that scratch that is not there, or another value's, shows. */
static const size_t SCRATCH = 3000;

int cudnnCreate(Dnn** dnn) {
  MAY_FAIL;
  *dnn = new Dnn{nullptr};
  return 0;
}
int cudnnDestroy(Dnn* dnn) {
  delete dnn;
  return 0;
}
int cudnnSetStream(Dnn* dnn, Stream* stream) {
  dnn->stream = stream;
  return 0;
}
size_t cudnnGetVersion() { return 91900; }
const char* cudnnGetErrorString(int status) {
  return status == BAD_PARAM ? "CUDNN_STATUS_BAD_PARAM" : status == NO_GRAPHS ? "CUDNN_STATUS_NOT_SUPPORTED" : "CUDNN_STATUS_EXECUTION_FAILED";
}
void cudnnGetLastErrorString(char* words, size_t length) { snprintf(words, length, "no graphs here"); }
int cudnnBackendCreateDescriptor(int, void**) { return NO_GRAPHS; }
int cudnnCreateTensorDescriptor(Tensor** tensor) {
  *tensor = new Tensor();
  return 0;
}
int cudnnCreateFilterDescriptor(Tensor** tensor) { return cudnnCreateTensorDescriptor(tensor); }
int cudnnSetTensor4dDescriptor(Tensor* tensor, int format, int type, int n, int c, int h, int w) {
  *tensor = {format, n, c, h, w};
  return type == 0 && format == CHANNELS_LAST ? 0 : BAD_PARAM;
}
int cudnnSetFilter4dDescriptor(Tensor* tensor, int type, int format, int k, int c, int h, int w) {
  return cudnnSetTensor4dDescriptor(tensor, format, type, k, c, h, w);
}
int cudnnCreateConvolutionDescriptor(Window** window) {
  *window = new Window();
  return 0;
}
int cudnnSetConvolution2dDescriptor(Window* window, int ph, int pw, int sh, int sw, int dh, int dw, int mode, int) {
  *window = {ph, pw, sh, sw, 1};
  return dh == 1 && dw == 1 && mode == 1 ? 0 : BAD_PARAM;
}
int cudnnSetConvolutionGroupCount(Window* window, int groups) {
  window->groups = groups;
  return 0;
}
int cudnnSetConvolutionMathType(Window*, int) { return 0; }

static bool fit(const Tensor* x, const Tensor* w, const Window* window, const Tensor* y) {
  return x->n == y->n && w->n == y->c && w->c * window->groups == x->c &&
         y->h == (x->h + 2 * window->padding_height - w->h) / window->stride_height + 1 &&
         y->w == (x->w + 2 * window->padding_width - w->w) / window->stride_width + 1;
}
static int room(const Tensor* x, const Tensor* w, const Window* window, const Tensor* y, size_t* bytes) {
  *bytes = SCRATCH;
  return fit(x, w, window, y) ? 0 : BAD_PARAM;
}
int cudnnGetConvolutionForwardWorkspaceSize(Dnn*, Tensor* x, Tensor* w, Window* window, Tensor* y, int, size_t* bytes) {
  return room(x, w, window, y, bytes);
}
int cudnnGetConvolutionBackwardDataWorkspaceSize(Dnn*, Tensor* w, Tensor* y, Window* window, Tensor* x, int, size_t* bytes) {
  return room(x, w, window, y, bytes);
}
int cudnnGetConvolutionBackwardFilterWorkspaceSize(Dnn*, Tensor* x, Tensor* y, Window* window, Tensor* w, int, size_t* bytes) {
  return room(x, w, window, y, bytes);
}
static int convolve(int direction, Dnn* dnn, const Tensor* xs, const void* x, const Tensor* ws, const void* w, const Window* window,
                    const Tensor* ys, const void* y, void* scratch, size_t bytes, float keep) {
  if (!fit(xs, ws, window, ys) || bytes < SCRATCH) return BAD_PARAM;
  Shape shape = {xs->n, xs->c, xs->h, xs->w, ys->c, ws->h, ws->w, window->stride_height, window->stride_width, window->padding_height,
                 window->padding_width, window->groups};
  dnn->stream->ask([=]() mutable {
    memset(scratch, 0xFF, SCRATCH);
    Java_sevennets_kernels_cudnn_StandIn_convolve(nullptr, nullptr, direction, (int64_t)&shape, (int64_t)x, (int64_t)w, (int64_t)y,
                                                  keep != 0);
  });
  return 0;
}
int cudnnConvolutionForward(Dnn* dnn, const float*, Tensor* xs, void* x, Tensor* ws, void* w, Window* window, int, void* scratch,
                            size_t bytes, const float* beta, Tensor* ys, void* y) {
  MAY_FAIL;
  return convolve(0, dnn, xs, x, ws, w, window, ys, y, scratch, bytes, *beta);
}
int cudnnConvolutionBackwardData(Dnn* dnn, const float*, Tensor* ws, void* w, Tensor* ys, void* y, Window* window, int, void* scratch,
                                 size_t bytes, const float* beta, Tensor* xs, void* x) {
  MAY_FAIL;
  return convolve(1, dnn, xs, x, ws, w, window, ys, y, scratch, bytes, *beta);
}
int cudnnConvolutionBackwardFilter(Dnn* dnn, const float*, Tensor* xs, void* x, Tensor* ys, void* y, Window* window, int, void* scratch,
                                   size_t bytes, const float* beta, Tensor* ws, void* w) {
  MAY_FAIL;
  return convolve(2, dnn, xs, x, ws, w, window, ys, y, scratch, bytes, *beta);
}

// ---- NVRTC: what it "compiles" is thrown away

int nvrtcCreateProgram(void** program, const char*, const char*, int, const char* const*, const char* const*) {
  MAY_FAIL;
  *program = malloc(1);
  return 0;
}
int nvrtcCompileProgram(void*, int, const char* const*) { MAY_FAIL return 0; }
int nvrtcGetCUBINSize(void*, size_t* bytes) {
  *bytes = 8;
  return 0;
}
int nvrtcGetCUBIN(void*, char* code) {
  memcpy(code, "stand-in", 8);
  return 0;
}
int nvrtcGetProgramLogSize(void*, size_t* bytes) {
  *bytes = 32;
  return 0;
}
int nvrtcGetProgramLog(void*, char* log) {
  strcpy(log, "sevennets.cu(1): error");
  return 0;
}
int nvrtcDestroyProgram(void** program) {
  free(*program);
  return 0;
}
const char* nvrtcGetErrorString(int) { return "NVRTC_ERROR_COMPILATION"; }
}
