// sevennets.cu on a processor. A block's threads run one after the other; where they wait for each other (__syncthreads), each
// gets a stack of its own and they take turns. Shared memory is static: one block runs at a time.
#include <math.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>
#include <tuple>
#include <utility>

struct Index {
  int x, y, z;
};
static Index threadIdx, blockIdx, blockDim, gridDim;

#define __global__ __attribute__((visibility("hidden")))
#define __device__
#define __shared__ static
template <class T> static T min(T a, T b) { return a < b ? a : b; }
template <class T> static T max(T a, T b) { return a > b ? a : b; }
#define __powf powf  // the card's quick one
static float __uint_as_float(unsigned bits) {
  float value;
  memcpy(&value, &bits, 4);
  return value;
}

// ---- turns

struct Fiber {
  jmp_buf at;
  bool started, done;
};
static const int MOST = 256, STACK = 64 * 1024;
static Fiber fibers[MOST];
static jmp_buf scheduler;
static ucontext_t first;
static int current;
static void (*body)(void**);
static void** arguments;

static void run() {
  for (;;) {
    body(arguments);
    fibers[current].done = true;
    if (_setjmp(fibers[current].at) == 0) _longjmp(scheduler, 1);
  }
}

__attribute__((noinline)) static void turn(int thread) {
  current = thread;
  threadIdx.x = thread;
  Fiber& fiber = fibers[thread];
  if (_setjmp(scheduler) == 0) {
    if (fiber.started) _longjmp(fiber.at, 1);
    fiber.started = true;
    getcontext(&first);
    first.uc_stack.ss_sp = malloc(STACK);
    first.uc_stack.ss_size = STACK;
    first.uc_link = nullptr;
    makecontext(&first, run, 0);
    setcontext(&first);
  }
}

__attribute__((noinline)) static void __syncthreads() {
  if (_setjmp(fibers[current].at) == 0) _longjmp(scheduler, 1);
}

static void block(int threads) {
  for (int t = 0; t < threads; t++) fibers[t].done = false;
  turn(0);
  if (fibers[0].done) {  // this kernel's threads do not wait for each other
    for (threadIdx.x = 1; threadIdx.x < threads; threadIdx.x++) body(arguments);
    return;
  }
  for (int t = 1; t < threads; t++) turn(t);
  for (bool more = true; more;) {
    more = false;
    for (int t = 0; t < threads; t++)
      if (!fibers[t].done) {
        turn(t);
        more = more || !fibers[t].done;
      }
  }
}

#include "sevennets.cu"

// ---- calls from Java, with no more of JNI than numbers

template <class... A, size_t... I>
static void apply(void (*kernel)(A...), void** values, std::index_sequence<I...>) {
  kernel(*static_cast<typename std::remove_cv<A>::type*>(values[I])...);
}
template <class... A>
static void apply(void (*kernel)(A...), void** values) {
  apply(kernel, values, std::index_sequence_for<A...>());
}

/** Each kernel of sevennets.cu in the file's order; the test writes KERNELS. */
typedef void (*Body)(void**);
static const Body kernels[] = {KERNELS};
extern "C" {
extern const char* const standin_kernels[] = {NAMES};
extern const int standin_kernel_count = sizeof(kernels) / sizeof(kernels[0]);
}

extern "C" void Java_sevennets_kernels_cudnn_StandIn_launch(void*, void*, int kernel, int x, int y, int z, int threads, int64_t values) {
  body = kernels[kernel];
  arguments = reinterpret_cast<void**>(values);
  gridDim = {x, y, z};
  blockDim = {threads, 1, 1};
  for (blockIdx.z = 0; blockIdx.z < z; blockIdx.z++)
    for (blockIdx.y = 0; blockIdx.y < y; blockIdx.y++)
      for (blockIdx.x = 0; blockIdx.x < x; blockIdx.x++) block(threads);
}

// ---- what cuDNN and cuBLAS are asked for, in plain loops

struct Shape {
  int batch, in, height, width, out, kernel_height, kernel_width, stride_height, stride_width, padding_height, padding_width, groups;
};

extern "C" void Java_sevennets_kernels_cudnn_StandIn_convolve(void*, void*, int direction, int64_t shape, int64_t px, int64_t pw,
                                                              int64_t py, int add) {
  const Shape& s = *reinterpret_cast<Shape*>(shape);
  float *x = reinterpret_cast<float*>(px), *w = reinterpret_cast<float*>(pw), *y = reinterpret_cast<float*>(py);
  int out_height = (s.height + 2 * s.padding_height - s.kernel_height) / s.stride_height + 1;
  int out_width = (s.width + 2 * s.padding_width - s.kernel_width) / s.stride_width + 1;
  int in = s.in / s.groups, out = s.out / s.groups;
  if (!add) {
    if (direction == 0) memset(y, 0, 4ll * s.batch * out_height * out_width * s.out);
    if (direction == 1) memset(x, 0, 4ll * s.batch * s.height * s.width * s.in);
    if (direction == 2) memset(w, 0, 4ll * s.out * s.kernel_height * s.kernel_width * in);
  }
  for (int n = 0; n < s.batch; n++)
    for (int p = 0; p < out_height; p++)
      for (int q = 0; q < out_width; q++)
        for (int r = 0; r < s.kernel_height; r++)
          for (int t = 0; t < s.kernel_width; t++) {
            int row = p * s.stride_height - s.padding_height + r, column = q * s.stride_width - s.padding_width + t;
            if (row < 0 || row >= s.height || column < 0 || column >= s.width) continue;
            for (int k = 0; k < s.out; k++) {
              float* image = x + ((int64_t)(n * s.height + row) * s.width + column) * s.in + k / out * in;
              float* weight = w + ((int64_t)(k * s.kernel_height + r) * s.kernel_width + t) * in;
              float* result = y + ((int64_t)(n * out_height + p) * out_width + q) * s.out + k;
              if (direction == 0) {
                float sum = 0;
                for (int c = 0; c < in; c++) sum += image[c] * weight[c];
                *result += sum;
              } else if (direction == 1) {
                float d = *result;
                for (int c = 0; c < in; c++) image[c] += d * weight[c];
              } else {
                float d = *result;
                for (int c = 0; c < in; c++) weight[c] += d * image[c];
              }
            }
          }
}

/** Matrices by rows; op(a) at (i, l) is a[i][l], or a[l][i] if it is transposed. */
extern "C" void Java_sevennets_kernels_cudnn_StandIn_multiply(void*, void*, int count, int m, int n, int k, float scale, int64_t pa,
                                                              int rowA, int64_t strideA, int ta, int64_t pb, int rowB, int64_t strideB,
                                                              int tb, int64_t pc, int rowC, int64_t strideC, int add) {
  for (int64_t number = 0; number < count; number++) {
    float* a = reinterpret_cast<float*>(pa) + number * strideA;
    float* b = reinterpret_cast<float*>(pb) + number * strideB;
    float* c = reinterpret_cast<float*>(pc) + number * strideC;
    for (int64_t i = 0; i < m; i++)
      for (int64_t j = 0; j < n; j++) {
        double sum = 0;
        for (int64_t l = 0; l < k; l++) sum += (double)(ta ? a[l * rowA + i] : a[i * rowA + l]) * (tb ? b[j * rowB + l] : b[l * rowB + j]);
        float& to = c[i * rowC + j];
        to = (float)(scale * sum + (add ? to : 0));
      }
  }
}
