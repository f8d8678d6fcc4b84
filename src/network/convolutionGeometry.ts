/** Where the entry (channel, row, column) of an image stands in a vector. */
export interface ImageLayout {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly channelStride: number;
  readonly rowStride: number;
  readonly columnStride: number;
}

/** How a convolution walks over its image; a 1-D convolution has height 1. */
export interface ConvolutionGeometry {
  readonly input: ImageLayout;
  readonly output: ImageLayout;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly strideY: number;
  readonly strideX: number;
  readonly dilationY: number;
  readonly dilationX: number;
  readonly padTop: number;
  readonly padLeft: number;
  readonly groups: number;
}

/** Channels first: `[channels, height, width]`, as ONNX stores images. */
export function channelsFirst(channels: number, height: number, width: number): ImageLayout {
  return {
    channels,
    height,
    width,
    channelStride: height * width,
    rowStride: width,
    columnStride: 1,
  };
}

/** Channels last: `[height, width, channels]`, as TensorFlow stores images. */
export function channelsLast(channels: number, height: number, width: number): ImageLayout {
  return {
    channels,
    height,
    width,
    channelStride: 1,
    rowStride: width * channels,
    columnStride: channels,
  };
}
