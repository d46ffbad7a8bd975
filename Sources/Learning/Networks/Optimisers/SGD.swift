import Settings

/// Stochastic gradient descent with momentum:
///
///     g ← g + l2 / rows · w,   v ← momentum · v − rate · g
///     w ← w + v, or with Nesterov's look ahead w ← w + momentum · v − rate · g
public struct SGD: Optimiser {
  /// `sgd` in recipes.
  public static let name = "sgd"
  /// What it is for and what its keys mean.
  public static let about = About("Stochastic gradient descent with momentum.") {
    Key("rate", "The rate at the start.", in: 1e-30...1e6)
    Key("momentum", "Part of the velocity that a step keeps.", in: 0..<1)
    Key("nesterov", "Whether the gradient's step is taken from where momentum leads.")
    Key(
      "l2", "L2 penalty in scikit-learn's sense (`alpha`): divided by the rows of a batch, weights only.", in: 0...1e6)
  }

  /// The velocity.
  public static let momentCount = 1
  /// The rate at the start.
  public var rate = 1e-2
  /// Part of the velocity that a step keeps.
  public var momentum = 0.9
  /// Whether the gradient's step is taken from where momentum leads.
  public var nesterov = false
  /// L2 penalty in scikit-learn's sense (`alpha`).
  public var l2 = 0.0

  /// Rate 0.01, momentum 0.9.
  public init() {}

  /// One step along the velocity.
  public func update(
    _ weights: UnsafeMutablePointer<Float>, _ gradient: UnsafePointer<Float>,
    _ moments: [UnsafeMutablePointer<Float>], count: Int, _ context: StepContext
  ) {
    let velocity = moments[0], momentum = Float(momentum), rate = Float(context.rate)
    let penalty = context.decays ? Float(l2 / Double(context.rows)) : 0, scale = context.gradientScale
    for i in 0..<count {
      let slope = gradient[i] * scale + penalty * weights[i]
      velocity[i] = momentum * velocity[i] - rate * slope
      weights[i] += nesterov ? momentum * velocity[i] - rate * slope : velocity[i]
    }
  }
}
