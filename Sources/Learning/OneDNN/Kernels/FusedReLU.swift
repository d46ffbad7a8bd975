import CDNNL
import Graph

/// A ReLU that the operation before it applies while it writes its result.
struct FusedReLU {
  let slope: Float

  /// ∂y where y > 0, else slope · ∂y.
  func backward(_ gradient: Value, _ y: Value, _ plan: Compiler) throws -> Value {
    let gradient = try plan.reorder(gradient, to: y.layout)
    let masked = plan.value(y.layout)
    let algorithm = dnnl_eltwise_relu_use_dst_for_bwd
    let forward = try plan.descriptor("ReLU", dnnl_eltwise_desc_t()) {
      dnnl_eltwise_forward_desc_init(&$0, dnnl_forward_training, algorithm, y.layout.pointer, slope, 0)
    }
    let backward = try plan.descriptor("ReLU, gradient", dnnl_eltwise_desc_t(), hint: forward) {
      dnnl_eltwise_backward_desc_init(&$0, algorithm, masked.layout.pointer, y.layout.pointer, slope, 0)
    }
    try plan.emit(
      backward, reads: [(DNNL_ARG_DST, y), (DNNL_ARG_DIFF_DST, gradient)], writes: [(DNNL_ARG_DIFF_SRC, masked)],
      inPlace: (gradient, masked))
    return masked
  }
}

extension Compiler {
  /// Takes over the next operation when it is a ReLU and nothing else reads the value before it.
  func takeReLU() -> FusedReLU? {
    guard let activation = follower as? Activation else { return nil }
    switch activation.function {
    case .relu:
      tookFollower = true
      return FusedReLU(slope: 0)
    case .leakyReLU(let slope):
      tookFollower = true
      return FusedReLU(slope: slope)
    default: return nil
    }
  }
}

/// Work that a primitive does on its result before it writes it.
final class PostOperations {
  let handle: dnnl_post_ops_t

  init(relu slope: Float) throws {
    var handle: dnnl_post_ops_t?
    try check(dnnl_post_ops_create(&handle), "create", "post operations")
    self.handle = handle!
    try check(dnnl_post_ops_append_eltwise(handle, 1, dnnl_eltwise_relu, slope, 0), "append", "ReLU")
  }

  deinit { dnnl_post_ops_destroy(handle) }
}
