/** The package ships its types in `onnxruntime-common`, of which it is a backend. */
declare module 'onnxruntime-node' {
  export * from 'onnxruntime-common';
}
