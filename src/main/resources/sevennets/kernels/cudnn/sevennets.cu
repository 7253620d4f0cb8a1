// Everything of a training step that neither cuDNN nor cuBLAS does. NVRTC compiles this file for the card at hand; the tests
// compile it as C++ for the processor. Images lie as N x H x W x C float32: a "row" is one pixel of one image, C numbers long.
//
// Sums are taken in a fixed order that depends on shapes alone, so that the same step gives the same bits again. Blocks have a
// power of two of threads. Every index fits an int: the plan refuses larger tensors.

#define KERNEL extern "C" __global__ void
#define EACH(i, n) for (int i = blockIdx.x * blockDim.x + threadIdx.x; i < (n); i += gridDim.x * blockDim.x)

/** V neighbouring numbers, read and written in one access. */
template <int V>
struct alignas(4 * V) Pack {
  float at[V];
};

template <int V>
__device__ Pack<V> load(const float* p, int pack) {
  return reinterpret_cast<const Pack<V>*>(p)[pack];
}

template <int V>
__device__ void store(float* p, int pack, Pack<V> value) {
  reinterpret_cast<Pack<V>*>(p)[pack] = value;
}

// ---- functions of each number; the codes are Fn's places

enum { IDENTITY, RELU, RELU6, SILU, SIGMOID, TANH, GELU };

__device__ float sigmoid(float x) { return 1.f / (1.f + expf(-x)); }

__device__ float fn(int code, float x) {
  switch (code) {
    case RELU: return x > 0.f ? x : 0.f;
    case RELU6: return x > 0.f ? (x < 6.f ? x : 6.f) : 0.f;
    case SILU: return x * sigmoid(x);
    case SIGMOID: return sigmoid(x);
    case TANH: return tanhf(x);
    case GELU: return 0.5f * x * (1.f + erff(x * 0.70710678f));
    default: return x;
  }
}

/** The derivative at x, where the function gave y. */
__device__ float slope(int code, float x, float y) {
  switch (code) {
    case RELU: return y > 0.f ? 1.f : 0.f;
    case RELU6: return y > 0.f && y < 6.f ? 1.f : 0.f;
    case SILU: {
      float s = sigmoid(x);
      return s * (1.f + x * (1.f - s));
    }
    case SIGMOID: return y * (1.f - y);
    case TANH: return 1.f - y * y;
    case GELU: return 0.5f * (1.f + erff(x * 0.70710678f)) + x * 0.39894228f * expf(-0.5f * x * x);
    default: return 1.f;
  }
}

KERNEL activate(const float* x, float* y, int n, int code) {
  EACH(i, n) y[i] = fn(code, x[i]);
}

KERNEL activate_back(const float* x, const float* y, const float* dy, float* dx, int n, int code, int add) {
  EACH(i, n) {
    float d = dy[i] * slope(code, x[i], y[i]);
    dx[i] = add ? dx[i] + d : d;
  }
}

KERNEL fill(float* y, int n, float value) {
  EACH(i, n) y[i] = value;
}

KERNEL copy(const float* x, float* y, int n, int add) {
  EACH(i, n) y[i] = add ? y[i] + x[i] : x[i];
}

/** bfloat16 is float32's upper half: rounded to the nearest, ties to even; what is no number stays none. */
KERNEL to_brain(const float* x, unsigned short* y, int n) {
  EACH(i, n) {
    unsigned bits = reinterpret_cast<const unsigned*>(x)[i];
    bool number = (bits & 0x7fffffffu) <= 0x7f800000u;
    y[i] = number ? (bits + 0x7fffu + (bits >> 16 & 1u)) >> 16 : bits >> 16 | 0x40u;
  }
}

KERNEL from_brain(const unsigned short* x, float* y, int n, int add) {
  EACH(i, n) {
    unsigned bits = (unsigned)x[i] << 16;
    float value = reinterpret_cast<const float&>(bits);
    y[i] = add ? y[i] + value : value;
  }
}

KERNEL swap(float* a, float* b, int n) {
  EACH(i, n) {
    float kept = a[i];
    a[i] = b[i];
    b[i] = kept;
  }
}

KERNEL add(const float* a, const float* b, float* y, int n, int code) {
  EACH(i, n) y[i] = fn(code, a[i] + b[i]);
}

/** y = fn(x + bias of its channel); x and y may be one. */
template <int V>
__device__ void biased(const float* x, const float* bias, float* y, int n, int channels, int code) {
  EACH(i, n / V) {
    Pack<V> a = load<V>(x, i), b = load<V>(bias, i % (channels / V));
    for (int j = 0; j < V; j++) a.at[j] = fn(code, a.at[j] + b.at[j]);
    store<V>(y, i, a);
  }
}
KERNEL bias(const float* x, const float* b, float* y, int n, int channels, int code) { biased<1>(x, b, y, n, channels, code); }
KERNEL bias4(const float* x, const float* b, float* y, int n, int channels, int code) { biased<4>(x, b, y, n, channels, code); }

// ---- sums over rows, channel by channel
//
// A block looks at `lanes` packs of channels and at every (blockDim / lanes)-th row of its chunk; its threads' sums are joined in
// shared memory. partial is [sum][channel][chunk]; `join` adds the chunks up.

#define THREADS 256

template <int V>
__device__ void reduce(Pack<V> a, Pack<V> b, int lanes, int channel, int channels, float* partial) {
  __shared__ Pack<V> first[THREADS], second[THREADS];
  int t = threadIdx.x;
  first[t] = a;
  second[t] = b;
  for (int half = blockDim.x / 2; half >= lanes; half /= 2) {
    __syncthreads();
    if (t < half)
      for (int j = 0; j < V; j++) {
        first[t].at[j] += first[t + half].at[j];
        second[t].at[j] += second[t + half].at[j];
      }
  }
  if (t < lanes && channel < channels)
    for (int j = 0; j < V; j++) {
      partial[(channel + j) * gridDim.y + blockIdx.y] = first[t].at[j];
      partial[(channels + channel + j) * gridDim.y + blockIdx.y] = second[t].at[j];
    }
}

/** What a sum is taken over: a functor of (row, channel pack) that gives two numbers a channel. */
template <int V, class F>
__device__ void sums(int rows, int channels, int lanes, float* partial, F term) {
  int packs = channels / V, pack = blockIdx.x * lanes + threadIdx.x % lanes;
  int step = blockDim.x / lanes, chunk = (rows + gridDim.y - 1) / gridDim.y;
  int from = blockIdx.y * chunk, to = min(rows, from + chunk);
  Pack<V> a = {}, b = {};
  if (pack < packs)
    for (int row = from + threadIdx.x / lanes; row < to; row += step) term(row * packs + pack, pack, a, b);
  reduce<V>(a, b, lanes, pack * V, channels, partial);
}

/** One number a thread, joined by a block in a fixed order; the same in all of them. */
template <class F>
__device__ float across(float mine, F join) {
  __shared__ float all[THREADS];
  __syncthreads();
  all[threadIdx.x] = mine;
  for (int half = blockDim.x / 2; half > 0; half /= 2) {
    __syncthreads();
    if (threadIdx.x < half) all[threadIdx.x] = join(all[threadIdx.x], all[threadIdx.x + half]);
  }
  __syncthreads();
  return all[0];
}
__device__ float sum_across(float mine) {
  return across(mine, [](float a, float b) { return a + b; });
}
__device__ float largest_across(float mine) {
  return across(mine, [](float a, float b) { return fmaxf(a, b); });
}

/** The sum of `count` numbers in `values`, by a block of threads; the same in all of them. */
__device__ float total(const float* values, int count) {
  float sum = 0.f;
  for (int i = threadIdx.x; i < count; i += blockDim.x) sum += values[i];
  return sum_across(sum);
}

/** One block a number: y = sum of its chunks. */
KERNEL join(const float* partial, float* y, int chunks) {
  float sum = total(partial + blockIdx.x * chunks, chunks);
  if (threadIdx.x == 0) y[blockIdx.x] = sum;
}

/** dz = dy fn'(x + bias), and the partial sums of dz: what the bias's gradient is. dz and dy may be one. */
template <int V>
__device__ void bias_gradient(const float* x, const float* bias, const float* y, const float* dy, float* dz, float* partial, int rows,
                              int channels, int lanes, int code) {
  sums<V>(rows, channels, lanes, partial, [=](int i, int pack, Pack<V>& a, Pack<V>&) {
    Pack<V> d = load<V>(dy, i);
    if (code != IDENTITY) {
      Pack<V> in = load<V>(x, i), b = load<V>(bias, pack), out = load<V>(y, i);
      for (int j = 0; j < V; j++) d.at[j] *= slope(code, in.at[j] + b.at[j], out.at[j]);
      store<V>(dz, i, d);
    }
    for (int j = 0; j < V; j++) a.at[j] += d.at[j];
  });
}
KERNEL bias_back(const float* x, const float* bias, const float* y, const float* dy, float* dz, float* partial, int rows, int channels,
                 int lanes, int code) {
  bias_gradient<1>(x, bias, y, dy, dz, partial, rows, channels, lanes, code);
}
KERNEL bias_back4(const float* x, const float* bias, const float* y, const float* dy, float* dz, float* partial, int rows, int channels,
                  int lanes, int code) {
  bias_gradient<4>(x, bias, y, dy, dz, partial, rows, channels, lanes, code);
}

// ---- batch norm: y = fn(scale x + shift [+ residual]), scale = gamma / deviation, shift = beta - scale mean

/** Partial sums of x - s and of its square, s being the channel's first number, so that little cancels. */
template <int V>
__device__ void moments(const float* x, float* partial, int rows, int channels, int lanes) {
  sums<V>(rows, channels, lanes, partial, [=](int i, int pack, Pack<V>& a, Pack<V>& b) {
    Pack<V> v = load<V>(x, i), s = load<V>(x, pack);
    for (int j = 0; j < V; j++) {
      float d = v.at[j] - s.at[j];
      a.at[j] += d;
      b.at[j] += d * d;
    }
  });
}
KERNEL norm_sums(const float* x, float* partial, int rows, int channels, int lanes) { moments<1>(x, partial, rows, channels, lanes); }
KERNEL norm_sums4(const float* x, float* partial, int rows, int channels, int lanes) { moments<4>(x, partial, rows, channels, lanes); }

/** One block a channel: what the partial sums say. kept is [mean, 1 / deviation, scale, shift][channel]. */
KERNEL norm_join(const float* x, const float* partial, const float* gamma, const float* beta, float* mean, float* var, float* kept,
                 int rows, int channels, int chunks, float epsilon, float momentum) {
  int c = blockIdx.x;
  float first = total(partial + c * chunks, chunks) / rows;
  float second = total(partial + (channels + c) * chunks, chunks) / rows;
  if (threadIdx.x == 0) {
    float m = x[c] + first, v = fmaxf(second - first * first, 0.f);
    float inverse = 1.f / sqrtf(v + epsilon), scale = gamma[c] * inverse;
    kept[c] = m;
    kept[channels + c] = inverse;
    kept[2 * channels + c] = scale;
    kept[3 * channels + c] = beta[c] - scale * m;
    mean[c] = (1.f - momentum) * mean[c] + momentum * m;
    var[c] = (1.f - momentum) * var[c] + momentum * v * ((float)rows / (rows > 1 ? rows - 1 : 1));
  }
}

/** As norm_join, of the running statistics: for inference. */
KERNEL norm_running(const float* gamma, const float* beta, const float* mean, const float* var, float* kept, int channels,
                    float epsilon) {
  EACH(c, channels) {
    float inverse = 1.f / sqrtf(var[c] + epsilon), scale = gamma[c] * inverse;
    kept[c] = mean[c];
    kept[channels + c] = inverse;
    kept[2 * channels + c] = scale;
    kept[3 * channels + c] = beta[c] - scale * mean[c];
  }
}

template <int V>
__device__ void normalised(const float* x, const float* kept, const float* residual, float* y, int n, int channels, int code) {
  int packs = channels / V;
  const float *scale = kept + 2 * channels, *shift = kept + 3 * channels;
  EACH(i, n / V) {
    int c = i % packs;
    Pack<V> v = load<V>(x, i), a = load<V>(scale, c), b = load<V>(shift, c), r = {};
    if (residual) r = load<V>(residual, i);
    for (int j = 0; j < V; j++) v.at[j] = fn(code, fmaf(v.at[j], a.at[j], b.at[j]) + r.at[j]);
    store<V>(y, i, v);
  }
}
KERNEL normalise(const float* x, const float* kept, const float* residual, float* y, int n, int channels, int code) {
  normalised<1>(x, kept, residual, y, n, channels, code);
}
KERNEL normalise4(const float* x, const float* kept, const float* residual, float* y, int n, int channels, int code) {
  normalised<4>(x, kept, residual, y, n, channels, code);
}

/**
 * The gradient before fn. Without a residual what went into fn is reckoned again from x, so that y need not be read; with one,
 * fn is RELU or the identity, and y says which side a number was on.
 */
template <int V>
__device__ Pack<V> before(const float* x, const float* y, const float* dy, const float* kept, int i, int pack, int channels, int code,
                          Pack<V> in) {
  Pack<V> d = load<V>(dy, i);
  if (code == IDENTITY) return d;
  if (y) {
    Pack<V> out = load<V>(y, i);
    for (int j = 0; j < V; j++) d.at[j] *= slope(code, 0.f, out.at[j]);
    return d;
  }
  Pack<V> a = load<V>(kept + 2 * channels, pack), b = load<V>(kept + 3 * channels, pack);
  for (int j = 0; j < V; j++) {
    float u = fmaf(in.at[j], a.at[j], b.at[j]);
    d.at[j] *= slope(code, u, fn(code, u));
  }
  return d;
}

/** Partial sums of dz and of dz (x - mean). */
template <int V>
__device__ void gradient_sums(const float* x, const float* y, const float* dy, const float* kept, float* partial, int rows,
                              int channels, int lanes, int code) {
  sums<V>(rows, channels, lanes, partial, [=](int i, int pack, Pack<V>& a, Pack<V>& b) {
    Pack<V> in = load<V>(x, i), mean = load<V>(kept, pack);
    Pack<V> d = before<V>(x, y, dy, kept, i, pack, channels, code, in);
    for (int j = 0; j < V; j++) {
      a.at[j] += d.at[j];
      b.at[j] += d.at[j] * (in.at[j] - mean.at[j]);
    }
  });
}
KERNEL norm_back_sums(const float* x, const float* y, const float* dy, const float* kept, float* partial, int rows, int channels,
                      int lanes, int code) {
  gradient_sums<1>(x, y, dy, kept, partial, rows, channels, lanes, code);
}
KERNEL norm_back_sums4(const float* x, const float* y, const float* dy, const float* kept, float* partial, int rows, int channels,
                       int lanes, int code) {
  gradient_sums<4>(x, y, dy, kept, partial, rows, channels, lanes, code);
}

/** One block a channel: gradients of gamma and beta, and the three numbers of dx = a dz + b x + c (Ioffe and Szegedy, section 3). */
KERNEL norm_back_join(const float* partial, const float* kept, float* dgamma, float* dbeta, float* line, int rows, int channels,
                      int chunks) {
  int c = blockIdx.x;
  float first = total(partial + c * chunks, chunks), second = total(partial + (channels + c) * chunks, chunks);
  if (threadIdx.x == 0) {
    float mean = kept[c], inverse = kept[channels + c], scale = kept[2 * channels + c];
    dbeta[c] = first;
    dgamma[c] = second * inverse;
    float b = -scale * inverse * inverse * second / rows;
    line[c] = scale;
    line[channels + c] = b;
    line[2 * channels + c] = -scale * first / rows - b * mean;
  }
}

template <int V>
__device__ void gradient_in(const float* x, const float* y, const float* dy, const float* kept, const float* line, float* dx, float* dr,
                            int n, int channels, int code, int add, int add_residual) {
  int packs = channels / V;
  EACH(i, n / V) {
    int c = i % packs;
    Pack<V> in = load<V>(x, i), a = load<V>(line, c), b = load<V>(line + channels, c), s = load<V>(line + 2 * channels, c);
    Pack<V> d = before<V>(x, y, dy, kept, i, c, channels, code, in), old = {}, out;
    if (add) old = load<V>(dx, i);
    for (int j = 0; j < V; j++) out.at[j] = old.at[j] + fmaf(a.at[j], d.at[j], fmaf(b.at[j], in.at[j], s.at[j]));
    store<V>(dx, i, out);
    if (dr) {
      Pack<V> before_sum = {};
      if (add_residual) before_sum = load<V>(dr, i);
      for (int j = 0; j < V; j++) d.at[j] += before_sum.at[j];
      store<V>(dr, i, d);
    }
  }
}
KERNEL norm_back(const float* x, const float* y, const float* dy, const float* kept, const float* line, float* dx, float* dr, int n,
                 int channels, int code, int add, int add_residual) {
  gradient_in<1>(x, y, dy, kept, line, dx, dr, n, channels, code, add, add_residual);
}
KERNEL norm_back4(const float* x, const float* y, const float* dy, const float* kept, const float* line, float* dx, float* dr, int n,
                  int channels, int code, int add, int add_residual) {
  gradient_in<4>(x, y, dy, kept, line, dx, dr, n, channels, code, add, add_residual);
}

// ---- sliding windows
//
// A block takes part of one row of one image: blockIdx.y is the row, blockIdx.z the image, and its threads go over the row's
// columns and packs of channels. Going back, a pixel collects from the windows that it lies in.

struct Window {
  int height, width, out_height, out_width, channels, kernel_height, kernel_width, stride_height, stride_width, top, left;

  /** The first and the last window, along an axis, that a pixel lies in. */
  __device__ static int first(int pixel, int padding, int kernel, int stride) {
    int past = pixel + padding - kernel;
    return past < 0 ? 0 : past / stride + 1;
  }
  __device__ static int last(int pixel, int padding, int stride, int windows) { return min((pixel + padding) / stride, windows - 1); }

  /** Packs of V numbers before the one at that place of the input, or of the output. */
  template <int V>
  __device__ int in(int image, int row, int column, int pack) const {
    return ((image * height + row) * width + column) * (channels / V) + pack;
  }
  template <int V>
  __device__ int out(int image, int row, int column, int pack) const {
    return ((image * out_height + row) * out_width + column) * (channels / V) + pack;
  }
};

#define WINDOW                                                                                                               \
  int height, int width, int out_height, int out_width, int channels, int kernel_height, int kernel_width, int stride_height, \
      int stride_width, int top, int left
#define WINDOW_OF_ARGUMENTS \
  Window { height, width, out_height, out_width, channels, kernel_height, kernel_width, stride_height, stride_width, top, left }

/** For each place of a row `columns` wide: p, q, pack and image of it. */
#define EACH_OF_ROW(columns)                                                                        \
  int at = blockIdx.x * blockDim.x + threadIdx.x, packs = k.channels / V, pack = at % packs;        \
  int column = at / packs, row = blockIdx.y, image = blockIdx.z;                                    \
  if (column >= (columns)) return

// Depthwise convolution, at which cuDNN is slow on channels-last float32. Weights are [tap][channel].

template <int V>
__device__ void depthwise_forward(const float* x, const float* w, float* y, Window k) {
  EACH_OF_ROW(k.out_width);
  Pack<V> sum = {};
  for (int r = 0; r < k.kernel_height; r++) {
    int from_row = row * k.stride_height - k.top + r;
    if (from_row < 0 || from_row >= k.height) continue;
    for (int s = 0; s < k.kernel_width; s++) {
      int from = column * k.stride_width - k.left + s;
      if (from < 0 || from >= k.width) continue;
      Pack<V> a = load<V>(x, k.in<V>(image, from_row, from, pack)), b = load<V>(w, (r * k.kernel_width + s) * packs + pack);
      for (int j = 0; j < V; j++) sum.at[j] += a.at[j] * b.at[j];
    }
  }
  store<V>(y, k.out<V>(image, row, column, pack), sum);
}
KERNEL depthwise(const float* x, const float* w, float* y, WINDOW) { depthwise_forward<1>(x, w, y, WINDOW_OF_ARGUMENTS); }
KERNEL depthwise4(const float* x, const float* w, float* y, WINDOW) { depthwise_forward<4>(x, w, y, WINDOW_OF_ARGUMENTS); }

template <int V>
__device__ void depthwise_data(const float* dy, const float* w, float* dx, Window k, int add) {
  EACH_OF_ROW(k.width);
  Pack<V> sum = {};
  int here = k.in<V>(image, row, column, pack);
  if (add) sum = load<V>(dx, here);
  int to_row = Window::last(row, k.top, k.stride_height, k.out_height);
  int to_column = Window::last(column, k.left, k.stride_width, k.out_width);
  for (int p = Window::first(row, k.top, k.kernel_height, k.stride_height); p <= to_row; p++)
    for (int q = Window::first(column, k.left, k.kernel_width, k.stride_width); q <= to_column; q++) {
      int tap = (row + k.top - p * k.stride_height) * k.kernel_width + column + k.left - q * k.stride_width;
      Pack<V> a = load<V>(dy, k.out<V>(image, p, q, pack)), b = load<V>(w, tap * packs + pack);
      for (int j = 0; j < V; j++) sum.at[j] += a.at[j] * b.at[j];
    }
  store<V>(dx, here, sum);
}
KERNEL depthwise_back_data(const float* dy, const float* w, float* dx, WINDOW, int add) {
  depthwise_data<1>(dy, w, dx, WINDOW_OF_ARGUMENTS, add);
}
KERNEL depthwise_back_data4(const float* dy, const float* w, float* dx, WINDOW, int add) {
  depthwise_data<4>(dy, w, dx, WINDOW_OF_ARGUMENTS, add);
}

/**
 * Partial sums of the weights' gradient: a block looks at `lanes` channels and a chunk of all images' rows; blockIdx.z is the
 * window's row. partial is [tap][channel][chunk]. K is the window's width.
 */
template <int K>
__device__ void depthwise_weights(const float* x, const float* dy, float* partial, int batch, Window k, int lanes) {
  __shared__ float shared[THREADS];
  int c = blockIdx.x * lanes + threadIdx.x % lanes, step = blockDim.x / lanes, r = blockIdx.z;
  int rows = batch * k.out_height, chunk = (rows + gridDim.y - 1) / gridDim.y, from = blockIdx.y * chunk, to = min(rows, from + chunk);
  float sum[K];
  for (int s = 0; s < K; s++) sum[s] = 0.f;
  if (c < k.channels)
    for (int i = from; i < to; i++) {
      int image = i / k.out_height, p = i % k.out_height, row = p * k.stride_height - k.top + r;
      if (row < 0 || row >= k.height) continue;
      for (int q = threadIdx.x / lanes; q < k.out_width; q += step) {
        float d = dy[k.out<1>(image, p, q, c)];
#pragma unroll
        for (int s = 0; s < K; s++) {
          int column = q * k.stride_width - k.left + s;
          if (column >= 0 && column < k.width) sum[s] += d * x[k.in<1>(image, row, column, c)];
        }
      }
    }
  for (int s = 0; s < K; s++) {
    __syncthreads();
    shared[threadIdx.x] = sum[s];
    for (int half = blockDim.x / 2; half >= lanes; half /= 2) {
      __syncthreads();
      if (threadIdx.x < half) shared[threadIdx.x] += shared[threadIdx.x + half];
    }
    if (threadIdx.x < lanes && c < k.channels)
      partial[((r * K + s) * k.channels + c) * gridDim.y + blockIdx.y] = shared[threadIdx.x];
  }
}
KERNEL depthwise_back_weights3(const float* x, const float* dy, float* partial, int batch, WINDOW, int lanes) {
  depthwise_weights<3>(x, dy, partial, batch, WINDOW_OF_ARGUMENTS, lanes);
}
KERNEL depthwise_back_weights5(const float* x, const float* dy, float* partial, int batch, WINDOW, int lanes) {
  depthwise_weights<5>(x, dy, partial, batch, WINDOW_OF_ARGUMENTS, lanes);
}
KERNEL depthwise_back_weights7(const float* x, const float* dy, float* partial, int batch, WINDOW, int lanes) {
  depthwise_weights<7>(x, dy, partial, batch, WINDOW_OF_ARGUMENTS, lanes);
}

// Pools.

/** V neighbouring bytes. */
template <int V>
struct alignas(V) Bytes {
  unsigned char at[V];
};

/** The largest under each window, the first of equals, and its tap. */
template <int V>
__device__ void largest(const float* x, float* y, unsigned char* places, Window k) {
  EACH_OF_ROW(k.out_width);
  Pack<V> best = {};
  Bytes<V> place = {};
  bool none = true;
  for (int r = 0; r < k.kernel_height; r++) {
    int from_row = row * k.stride_height - k.top + r;
    if (from_row < 0 || from_row >= k.height) continue;
    for (int s = 0; s < k.kernel_width; s++) {
      int from = column * k.stride_width - k.left + s;
      if (from < 0 || from >= k.width) continue;
      Pack<V> a = load<V>(x, k.in<V>(image, from_row, from, pack));
      for (int j = 0; j < V; j++)
        if (none || a.at[j] > best.at[j]) {
          best.at[j] = a.at[j];
          place.at[j] = (unsigned char)(r * k.kernel_width + s);
        }
      none = false;
    }
  }
  int here = k.out<V>(image, row, column, pack);
  store<V>(y, here, best);
  if (places) reinterpret_cast<Bytes<V>*>(places)[here] = place;
}
KERNEL max_pool(const float* x, float* y, unsigned char* places, WINDOW) { largest<1>(x, y, places, WINDOW_OF_ARGUMENTS); }
KERNEL max_pool4(const float* x, float* y, unsigned char* places, WINDOW) { largest<4>(x, y, places, WINDOW_OF_ARGUMENTS); }

template <int V>
__device__ void to_largest(const float* dy, const unsigned char* places, float* dx, Window k, int add) {
  EACH_OF_ROW(k.width);
  Pack<V> sum = {};
  int here = k.in<V>(image, row, column, pack);
  if (add) sum = load<V>(dx, here);
  int to_row = Window::last(row, k.top, k.stride_height, k.out_height);
  int to_column = Window::last(column, k.left, k.stride_width, k.out_width);
  for (int p = Window::first(row, k.top, k.kernel_height, k.stride_height); p <= to_row; p++)
    for (int q = Window::first(column, k.left, k.kernel_width, k.stride_width); q <= to_column; q++) {
      int tap = (row + k.top - p * k.stride_height) * k.kernel_width + column + k.left - q * k.stride_width;
      int window = k.out<V>(image, p, q, pack);
      Bytes<V> place = reinterpret_cast<const Bytes<V>*>(places)[window];
      Pack<V> d = load<V>(dy, window);
      for (int j = 0; j < V; j++) sum.at[j] += place.at[j] == tap ? d.at[j] : 0.f;
    }
  store<V>(dx, here, sum);
}
KERNEL max_pool_back(const float* dy, const unsigned char* places, float* dx, WINDOW, int add) {
  to_largest<1>(dy, places, dx, WINDOW_OF_ARGUMENTS, add);
}
KERNEL max_pool_back4(const float* dy, const unsigned char* places, float* dx, WINDOW, int add) {
  to_largest<4>(dy, places, dx, WINDOW_OF_ARGUMENTS, add);
}

/** How many pixels a window's mean is over: those inside, or with its padding those up to the padding's end. */
__device__ int counted(int from, int kernel, int size, int padding, int count_padding) {
  return count_padding ? min(from + kernel, size + padding) - from : min(from + kernel, size) - max(from, 0);
}

__device__ float share(const Window& k, int p, int q, int count_padding) {
  int from_row = p * k.stride_height - k.top, from = q * k.stride_width - k.left;
  return 1.f / (counted(from_row, k.kernel_height, k.height, k.top, count_padding) *
                counted(from, k.kernel_width, k.width, k.left, count_padding));
}

template <int V>
__device__ void mean(const float* x, float* y, Window k, int count_padding) {
  EACH_OF_ROW(k.out_width);
  Pack<V> sum = {};
  for (int r = 0; r < k.kernel_height; r++) {
    int from_row = row * k.stride_height - k.top + r;
    if (from_row < 0 || from_row >= k.height) continue;
    for (int s = 0; s < k.kernel_width; s++) {
      int from = column * k.stride_width - k.left + s;
      if (from < 0 || from >= k.width) continue;
      Pack<V> a = load<V>(x, k.in<V>(image, from_row, from, pack));
      for (int j = 0; j < V; j++) sum.at[j] += a.at[j];
    }
  }
  float part = share(k, row, column, count_padding);
  for (int j = 0; j < V; j++) sum.at[j] *= part;
  store<V>(y, k.out<V>(image, row, column, pack), sum);
}
KERNEL mean_pool(const float* x, float* y, WINDOW, int count_padding) { mean<1>(x, y, WINDOW_OF_ARGUMENTS, count_padding); }
KERNEL mean_pool4(const float* x, float* y, WINDOW, int count_padding) { mean<4>(x, y, WINDOW_OF_ARGUMENTS, count_padding); }

template <int V>
__device__ void from_mean(const float* dy, float* dx, Window k, int count_padding, int add) {
  EACH_OF_ROW(k.width);
  Pack<V> sum = {};
  int here = k.in<V>(image, row, column, pack);
  if (add) sum = load<V>(dx, here);
  int to_row = Window::last(row, k.top, k.stride_height, k.out_height);
  int to_column = Window::last(column, k.left, k.stride_width, k.out_width);
  for (int p = Window::first(row, k.top, k.kernel_height, k.stride_height); p <= to_row; p++)
    for (int q = Window::first(column, k.left, k.kernel_width, k.stride_width); q <= to_column; q++) {
      float part = share(k, p, q, count_padding);
      Pack<V> d = load<V>(dy, k.out<V>(image, p, q, pack));
      for (int j = 0; j < V; j++) sum.at[j] += d.at[j] * part;
    }
  store<V>(dx, here, sum);
}
KERNEL mean_pool_back(const float* dy, float* dx, WINDOW, int count_padding, int add) {
  from_mean<1>(dy, dx, WINDOW_OF_ARGUMENTS, count_padding, add);
}
KERNEL mean_pool_back4(const float* dy, float* dx, WINDOW, int count_padding, int add) {
  from_mean<4>(dy, dx, WINDOW_OF_ARGUMENTS, count_padding, add);
}

/** A block looks at one image (blockIdx.y) and `lanes` channels: each channel's mean over `pixels`, or its largest and where. */
KERNEL global_pool(const float* x, float* y, int* places, int pixels, int channels, int lanes, int largest) {
  __shared__ float value[THREADS];
  __shared__ int place[THREADS];
  int c = blockIdx.x * lanes + threadIdx.x % lanes, t = threadIdx.x, step = blockDim.x / lanes;
  float mine = 0.f;
  int at = -1;
  if (c < channels)
    for (int i = t / lanes; i < pixels; i += step) {
      float v = x[(blockIdx.y * pixels + i) * channels + c];
      if (!largest) {
        mine += v;
      } else if (at < 0 || v > mine) {
        mine = v;
        at = i;
      }
    }
  value[t] = mine;
  place[t] = at;
  for (int half = blockDim.x / 2; half >= lanes; half /= 2) {
    __syncthreads();
    if (t < half) {
      int o = t + half;
      if (!largest) {
        value[t] += value[o];
      } else if (place[o] >= 0 && (place[t] < 0 || value[o] > value[t] || (value[o] == value[t] && place[o] < place[t]))) {
        value[t] = value[o];
        place[t] = place[o];
      }
    }
  }
  if (t < lanes && c < channels) {
    y[blockIdx.y * channels + c] = largest ? value[t] : value[t] / pixels;
    if (places) places[blockIdx.y * channels + c] = place[t];
  }
}

KERNEL global_pool_back(const float* dy, const int* places, float* dx, int n, int pixels, int channels, int add) {
  EACH(i, n) {
    int c = i % channels, pixel = i / channels % pixels, o = i / channels / pixels * channels + c;
    float d = places ? (places[o] == pixel ? dy[o] : 0.f) : dy[o] / pixels;
    dx[i] = add ? dx[i] + d : d;
  }
}

// ---- gates: images times one number a channel (N x C) or a pixel (N x H x W x 1)

KERNEL channel_gate(const float* x, const float* gate, float* y, int n, int pixels, int channels) {
  EACH(i, n) y[i] = x[i] * gate[i / channels / pixels * channels + i % channels];
}

KERNEL channel_gate_back(const float* gate, const float* dy, float* dx, int n, int pixels, int channels, int add) {
  EACH(i, n) {
    float d = dy[i] * gate[i / channels / pixels * channels + i % channels];
    dx[i] = add ? dx[i] + d : d;
  }
}

/** The gates' gradient: a block looks at one image and `lanes` channels. */
KERNEL channel_gate_back_gate(const float* x, const float* dy, float* dgate, int pixels, int channels, int lanes, int add) {
  __shared__ float sum[THREADS];
  int c = blockIdx.x * lanes + threadIdx.x % lanes, t = threadIdx.x, step = blockDim.x / lanes;
  float mine = 0.f;
  if (c < channels)
    for (int i = t / lanes; i < pixels; i += step) {
      int at = (blockIdx.y * pixels + i) * channels + c;
      mine += x[at] * dy[at];
    }
  sum[t] = mine;
  for (int half = blockDim.x / 2; half >= lanes; half /= 2) {
    __syncthreads();
    if (t < half) sum[t] += sum[t + half];
  }
  if (t < lanes && c < channels) {
    int o = blockIdx.y * channels + c;
    dgate[o] = add ? dgate[o] + sum[t] : sum[t];
  }
}

// ---- local response normalisation across channels: y = x base^-beta, base = k + alpha times the neighbours' squares

KERNEL lrn(const float* x, float* y, float* bases, int n, int channels, int reach, float k, float alpha, float beta) {
  EACH(i, n) {
    int c = i % channels, from = max(c - reach, 0), to = min(c + reach, channels - 1);
    float sum = 0.f;
    for (int j = from; j <= to; j++) sum += x[i - c + j] * x[i - c + j];
    float base = k + alpha * sum;
    bases[i] = base;
    y[i] = x[i] * __powf(base, -beta);
  }
}

/** ratios becomes dy y / base, what each neighbour's part is made of. */
KERNEL lrn_ratios(const float* y, const float* bases, const float* dy, float* ratios, int n) {
  EACH(i, n) ratios[i] = dy[i] * y[i] / bases[i];
}

KERNEL lrn_back(const float* x, const float* ratios, const float* bases, const float* dy, float* dx, int n, int channels, int reach,
                float alpha, float beta, int add) {
  EACH(i, n) {
    int c = i % channels, from = max(c - reach, 0), to = min(c + reach, channels - 1);
    float sum = 0.f;
    for (int j = from; j <= to; j++) sum += ratios[i - c + j];
    float d = dy[i] * __powf(bases[i], -beta) - 2.f * alpha * beta * x[i] * sum;
    dx[i] = add ? dx[i] + d : d;
  }
}

// ---- layer norm: each row by its own mean and variance; kept is {mean, 1 / deviation} of each

/** One block a row. */
KERNEL layer_norm(const float* x, const float* gamma, const float* beta, float* y, float* kept, int channels, float epsilon) {
  int row = blockIdx.x;
  const float* in = x + row * channels;
  float mean = total(in, channels) / channels, squares = 0.f;
  for (int c = threadIdx.x; c < channels; c += blockDim.x) squares += (in[c] - mean) * (in[c] - mean);
  float inverse = 1.f / sqrtf(sum_across(squares) / channels + epsilon);
  for (int c = threadIdx.x; c < channels; c += blockDim.x) y[row * channels + c] = fmaf((in[c] - mean) * inverse, gamma[c], beta[c]);
  if (threadIdx.x == 0) {
    kept[2 * row] = mean;
    kept[2 * row + 1] = inverse;
  }
}

/** One block a row: with d = gamma dy and z the normalised x, dx = (d - mean of d - z mean of d z) / deviation. */
KERNEL layer_norm_back(const float* x, const float* gamma, const float* kept, const float* dy, float* dx, int channels, int add) {
  int row = blockIdx.x;
  float mean = kept[2 * row], inverse = kept[2 * row + 1], first = 0.f, second = 0.f;
  for (int c = threadIdx.x; c < channels; c += blockDim.x) {
    float d = gamma[c] * dy[row * channels + c];
    first += d;
    second += d * (x[row * channels + c] - mean) * inverse;
  }
  first = sum_across(first) / channels;
  second = sum_across(second) / channels;
  for (int c = threadIdx.x; c < channels; c += blockDim.x) {
    int i = row * channels + c;
    float d = inverse * (gamma[c] * dy[i] - first - (x[i] - mean) * inverse * second);
    dx[i] = add ? dx[i] + d : d;
  }
}

/** Partial sums of dy and of dy z: what the gradients of beta and gamma are. */
template <int V>
__device__ void layer_sums(const float* x, const float* kept, const float* dy, float* partial, int rows, int channels, int lanes) {
  sums<V>(rows, channels, lanes, partial, [=](int i, int, Pack<V>& a, Pack<V>& b) {
    int row = i / (channels / V);
    float mean = kept[2 * row], inverse = kept[2 * row + 1];
    Pack<V> in = load<V>(x, i), d = load<V>(dy, i);
    for (int j = 0; j < V; j++) {
      a.at[j] += d.at[j];
      b.at[j] += d.at[j] * (in.at[j] - mean) * inverse;
    }
  });
}
KERNEL layer_norm_sums(const float* x, const float* kept, const float* dy, float* partial, int rows, int channels, int lanes) {
  layer_sums<1>(x, kept, dy, partial, rows, channels, lanes);
}
KERNEL layer_norm_sums4(const float* x, const float* kept, const float* dy, float* partial, int rows, int channels, int lanes) {
  layer_sums<4>(x, kept, dy, partial, rows, channels, lanes);
}

// ---- attention, between its products, and the tokens around it

/** One block a row: each number's share of the row's exponentials, in place. */
KERNEL softmax(float* x, int columns) {
  float* row = x + blockIdx.x * columns;
  float highest = row[0], sum = 0.f;
  for (int c = threadIdx.x; c < columns; c += blockDim.x) highest = fmaxf(highest, row[c]);
  highest = largest_across(highest);
  for (int c = threadIdx.x; c < columns; c += blockDim.x) sum += row[c] = expf(row[c] - highest);
  sum = sum_across(sum);
  for (int c = threadIdx.x; c < columns; c += blockDim.x) row[c] /= sum;
}

/** One block a row: the gradient of shares y becomes that of what they are shares of, in place. */
KERNEL softmax_back(const float* y, float* d, int columns) {
  const float* share = y + blockIdx.x * columns;
  float *row = d + blockIdx.x * columns, dot = 0.f;
  for (int c = threadIdx.x; c < columns; c += blockDim.x) dot += row[c] * share[c];
  dot = sum_across(dot);
  for (int c = threadIdx.x; c < columns; c += blockDim.x) row[c] = share[c] * (row[c] - dot);
}

/** One token before those of each sequence, which with it is `length` numbers long. n counts y's numbers. */
KERNEL prepend(const float* token, const float* x, float* y, int n, int width, int length) {
  EACH(i, n) {
    int at = i % length;
    y[i] = at < width ? token[at] : x[i / length * (length - width) + at - width];
  }
}

// ---- chance: libnd4j's generator, so that dropout falls as it falls on the processor

__device__ unsigned rotl(unsigned x, int k) { return (x << k) | (x >> (32 - k)); }

__device__ float uniform(unsigned long long root, unsigned long long node, unsigned long long index) {
  unsigned long long s0 = root, s1 = node;
  s0 |= (index + 2) * (s1 + 24243287ull);
  s1 ^= (index + 2) * (s0 + 723829ull);
  unsigned bits = rotl((unsigned)(s1 ^ s0) * 0x9E3779BBu, 5) * 5u;
  return __uint_as_float(0x3f800000u | (bits >> 9)) - 1.f;
}

/** y = x times 1 / keep with probability keep, else 0; one draw for each `per` numbers. state is {root, node}. */
KERNEL dropout(const float* x, float* y, int n, int per, float keep, const unsigned long long* state, int add) {
  unsigned long long root = state[0], node = state[1];
  EACH(i, n) {
    float v = keep >= uniform(root, node, i / per) ? x[i] / keep : 0.f;
    y[i] = add ? y[i] + v : v;
  }
}

// ---- moving numbers about

/** Between N x C x H x W and N x H x W x C: y's inner two axes are x's exchanged, `rows` by `columns` in x. */
KERNEL exchange(const float* x, float* y, int n, int rows, int columns, int add) {
  EACH(i, n) {
    int r = i % rows, c = i / rows % columns, image = i / rows / columns;
    float v = x[(image * rows + r) * columns + c];
    y[i] = add ? y[i] + v : v;
  }
}

/** `channels` channels from x's, beginning at from_channel of from_channels, to y's, row by row. */
template <int V>
__device__ void some_channels(const float* x, int from_channels, int from_channel, float* y, int to_channels, int to_channel, int n,
                              int channels, int add) {
  int packs = channels / V;
  EACH(i, n / V) {
    int row = i / packs, c = i % packs, to = (row * to_channels + to_channel) / V + c;
    Pack<V> v = load<V>(x, (row * from_channels + from_channel) / V + c), old = {};
    if (add) old = load<V>(y, to);
    for (int j = 0; j < V; j++) v.at[j] += old.at[j];
    store<V>(y, to, v);
  }
}
KERNEL channels_to(const float* x, int from_channels, int from_channel, float* y, int to_channels, int to_channel, int n, int channels,
                   int add) {
  some_channels<1>(x, from_channels, from_channel, y, to_channels, to_channel, n, channels, add);
}
KERNEL channels_to4(const float* x, int from_channels, int from_channel, float* y, int to_channels, int to_channel, int n, int channels,
                    int add) {
  some_channels<4>(x, from_channels, from_channel, y, to_channels, to_channel, n, channels, add);
}

/** Every stride-th pixel, and zeros for channels from x's on. n counts y's numbers. */
KERNEL pad_shortcut(const float* x, float* y, int n, int height, int width, int channels, int out_height, int out_width,
                    int out_channels, int stride) {
  EACH(i, n) {
    int c = i % out_channels, q = i / out_channels % out_width, p = i / out_channels / out_width % out_height;
    int image = i / out_channels / out_width / out_height;
    y[i] = c < channels ? x[((image * height + p * stride) * width + q * stride) * channels + c] : 0.f;
  }
}

KERNEL pad_shortcut_back(const float* dy, float* dx, int n, int height, int width, int channels, int out_height, int out_width,
                         int out_channels, int stride, int add) {
  EACH(i, n) {
    int c = i % channels, column = i / channels % width, row = i / channels / width % height;
    int image = i / channels / width / height;
    float d = row % stride || column % stride
                  ? 0.f
                  : dy[((image * out_height + row / stride) * out_width + column / stride) * out_channels + c];
    dx[i] = add ? dx[i] + d : d;
  }
}

/** Zeros around an image; back is the other way. n counts the larger image's numbers, or the smaller's on the way back. */
KERNEL pad(const float* x, float* y, int n, int height, int width, int channels, int out_height, int out_width, int top, int left) {
  EACH(i, n) {
    int c = i % channels, q = i / channels % out_width - left, p = i / channels / out_width % out_height - top;
    int image = i / channels / out_width / out_height;
    y[i] = p >= 0 && p < height && q >= 0 && q < width ? x[((image * height + p) * width + q) * channels + c] : 0.f;
  }
}

KERNEL pad_back(const float* dy, float* dx, int n, int height, int width, int channels, int out_height, int out_width, int top,
                int left, int add) {
  EACH(i, n) {
    int c = i % channels, q = i / channels % width + left, p = i / channels / width % height + top;
    int image = i / channels / width / height;
    float d = dy[((image * out_height + p) * out_width + q) * channels + c];
    dx[i] = add ? dx[i] + d : d;
  }
}

// ---- the end of a step
//
// control: what the host says of a step, and what the card answers.

struct Control {
  float rate, average, mean_bias, square_bias;  // the host's
  float loss, norm, go, clip;                   // the card's
};

/** One block an example: weight / batch times its cross-entropy, and that of its gradient. labels are probabilities. */
KERNEL softmax_loss(const float* logits, const float* labels, float* losses, float* gradient, int classes, float weight, int add) {
  const float *z = logits + blockIdx.x * classes, *target = labels + blockIdx.x * classes;
  int t = threadIdx.x;
  float highest = z[0];
  for (int c = t; c < classes; c += blockDim.x) highest = fmaxf(highest, z[c]);
  highest = largest_across(highest);
  float exponentials = 0.f, mass = 0.f, dot = 0.f;
  for (int c = t; c < classes; c += blockDim.x) {
    exponentials += expf(z[c] - highest);
    mass += target[c];
    dot += target[c] * (z[c] - highest);
  }
  exponentials = sum_across(exponentials);
  mass = sum_across(mass);
  dot = sum_across(dot);
  for (int c = t; c < classes; c += blockDim.x)
    gradient[blockIdx.x * classes + c] = weight * (expf(z[c] - highest) * (mass / exponentials) - target[c]);
  if (t == 0) {
    float loss = weight * (mass * logf(exponentials) - dot);
    losses[blockIdx.x] = add ? losses[blockIdx.x] + loss : loss;
  }
}

/** Partial sums of squares, one a block. */
KERNEL squares(const float* x, float* partial, int n) {
  float mine = 0.f;
  EACH(i, n) mine += x[i] * x[i];
  float sum = sum_across(mine);
  if (threadIdx.x == 0) partial[blockIdx.x] = sum;
}

/** By one block: the loss, the gradient's norm, and whether the step is to be taken. */
KERNEL judge(const float* losses, int batch, const float* partial, int blocks, Control* control, float hopeless, float clip) {
  float loss = total(losses, batch), norm = sqrtf(total(partial, blocks));
  if (threadIdx.x == 0) {
    control->loss = loss;
    control->norm = norm;
    control->go = isfinite(norm) && loss < hopeless ? 1.f : 0.f;
    control->clip = clip > 0.f && norm > clip ? clip / (norm + 1e-6f) : 1.f;
  }
}

/** The gradient as the optimizer gets it: clipped, with the decay of the weights that decay. */
__device__ float pulled(const float* weights, const float* gradient, const unsigned char* decays, int i, float decay, float clip) {
  return gradient[i] * clip + (decays[i] ? decay * weights[i] : 0.f);
}

__device__ void averaged(float* average, float kept, float weight, int i) {
  if (average) average[i] = kept * average[i] + (1.f - kept) * weight;
}

KERNEL sgd(float* weights, const float* gradient, const unsigned char* decays, float* velocity, float* average, int n,
           const Control* control, float decay, float momentum, int nesterov) {
  if (control->go == 0.f) return;
  float rate = control->rate, clip = control->clip, kept = control->average;
  EACH(i, n) {
    float g = pulled(weights, gradient, decays, i, decay, clip), v = g;
    if (velocity) velocity[i] = v = momentum * velocity[i] + g;
    float w = weights[i] - rate * (nesterov ? g + momentum * v : v);
    weights[i] = w;
    averaged(average, kept, w, i);
  }
}

KERNEL rmsprop(float* weights, const float* gradient, const unsigned char* decays, float* square, float* velocity, float* average,
               int n, const Control* control, float decay, float forget, float momentum, float epsilon) {
  if (control->go == 0.f) return;
  float rate = control->rate, clip = control->clip, kept = control->average;
  EACH(i, n) {
    float g = pulled(weights, gradient, decays, i, decay, clip);
    float s = square[i] = forget * square[i] + (1.f - forget) * g * g;
    float v = velocity[i] = momentum * velocity[i] + rate * g / sqrtf(s + epsilon);
    float w = weights[i] -= v;
    averaged(average, kept, w, i);
  }
}

KERNEL adam(float* weights, const float* gradient, const unsigned char* decays, float* mean, float* square, float* average, int n,
            const Control* control, float decay, float keep_mean, float keep_square, float epsilon) {
  if (control->go == 0.f) return;
  float rate = control->rate / control->mean_bias, bias = control->square_bias, clip = control->clip, kept = control->average;
  EACH(i, n) {
    float g = pulled(weights, gradient, decays, i, decay, clip);
    float m = mean[i] = keep_mean * mean[i] + (1.f - keep_mean) * g;
    float s = square[i] = keep_square * square[i] + (1.f - keep_square) * g * g;
    float w = weights[i] -= rate * m / (sqrtf(s / bias) + epsilon);
    averaged(average, kept, w, i);
  }
}
