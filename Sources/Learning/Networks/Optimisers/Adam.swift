import Glibc
import Settings

/// Adam (Kingma and Ba 2015):
///
///     g ← g + l2 / rows · w,   m ← β₁m + (1 − β₁)g,   v ← β₂v + (1 − β₂)g²
///     w ← w − rate · (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε)
public struct Adam: Optimiser {
  /// `adam` in recipes.
  public static let name = "adam"
  /// What it is for and what its keys mean.
  public static let about = About("Adam (Kingma and Ba 2015).") {
    Key("rate", "The rate at the start.", in: 1e-30...1e6)
    Key("beta1", "Memory of the gradient's mean.", in: 0..<1)
    Key("beta2", "Memory of the gradient's square.", in: 0..<1)
    Key("epsilon", "Keeps the quotient finite.", in: 1e-300...1)
    Key(
      "l2", "L2 penalty in scikit-learn's sense (`alpha`): divided by the rows of a batch, weights only.", in: 0...1e6)
  }

  /// m and v.
  public static let momentCount = 2
  /// The rate at the start.
  public var rate = 1e-3
  /// Memory of the gradient's mean.
  public var beta1 = 0.9
  /// Memory of the gradient's square.
  public var beta2 = 0.999
  /// Keeps the quotient finite.
  public var epsilon = 1e-8
  /// L2 penalty in scikit-learn's sense (`alpha`).
  public var l2 = 0.0

  /// Rate 1e-3, β 0.9 and 0.999.
  public init() {}

  /// One Adam step.
  public func update(
    _ weights: UnsafeMutablePointer<Float>, _ gradient: UnsafePointer<Float>,
    _ moments: [UnsafeMutablePointer<Float>], count: Int, _ context: StepContext
  ) {
    let penalty = context.decays ? l2 / Double(context.rows) : 0
    AdamRule(beta1, beta2, epsilon, context, penalty: penalty, decay: 0)
      .apply(weights, gradient, moments[0], moments[1], count)
  }
}

/// Adam with decoupled weight decay (Loshchilov and Hutter 2019): w ← w − rate · decay · w before Adam's step.
public struct AdamW: Optimiser {
  /// `adamW` in recipes.
  public static let name = "adamW"
  /// What it is for and what its keys mean.
  public static let about = About(
    """
    Adam with decoupled weight decay (Loshchilov and Hutter 2019): each step first takes rate · decay of a \
    weight away.
    """
  ) {
    Key("rate", "The rate at the start.", in: 1e-30...1e6)
    Key("beta1", "Memory of the gradient's mean.", in: 0..<1)
    Key("beta2", "Memory of the gradient's square.", in: 0..<1)
    Key("epsilon", "Keeps the quotient finite.", in: 1e-300...1)
    Key("decay", "Part of a weight that a step at rate 1 would take away; biases and scales do not decay.", in: 0...1e6)
  }

  /// m and v.
  public static let momentCount = 2
  /// The rate at the start.
  public var rate = 1e-3
  /// Memory of the gradient's mean.
  public var beta1 = 0.9
  /// Memory of the gradient's square.
  public var beta2 = 0.999
  /// Keeps the quotient finite.
  public var epsilon = 1e-8
  /// Part of a weight that a step at rate 1 would take away; biases and scales do not decay.
  public var decay = 0.01

  /// Rate 1e-3, β 0.9 and 0.999, decay 0.01.
  public init() {}

  /// One AdamW step.
  public func update(
    _ weights: UnsafeMutablePointer<Float>, _ gradient: UnsafePointer<Float>,
    _ moments: [UnsafeMutablePointer<Float>], count: Int, _ context: StepContext
  ) {
    AdamRule(beta1, beta2, epsilon, context, penalty: 0, decay: context.decays ? decay : 0)
      .apply(weights, gradient, moments[0], moments[1], count)
  }
}

/// The arithmetic that both variants share, with everything that does not change over a parameter worked out.
private struct AdamRule {
  let beta1: Float, beta2: Float, epsilon: Float, rate: Float, rootScale: Float, penalty: Float, keep: Float
  let gradientScale: Float

  init(
    _ beta1: Double, _ beta2: Double, _ epsilon: Double, _ context: StepContext, penalty: Double, decay: Double
  ) {
    self.beta1 = Float(beta1)
    self.beta2 = Float(beta2)
    self.epsilon = Float(epsilon)
    rate = Float(context.rate / (1 - pow(beta1, Double(context.step))))
    rootScale = Float(1 / (1 - pow(beta2, Double(context.step))).squareRoot())
    self.penalty = Float(penalty)
    keep = Float(1 - context.rate * decay)
    gradientScale = context.gradientScale
  }

  func apply(
    _ w: UnsafeMutablePointer<Float>, _ g: UnsafePointer<Float>, _ m: UnsafeMutablePointer<Float>,
    _ v: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    for i in 0..<count {
      let slope = g[i] * gradientScale + penalty * w[i]
      m[i] += (1 - beta1) * (slope - m[i])
      v[i] += (1 - beta2) * (slope * slope - v[i])
      w[i] = keep * w[i] - rate * m[i] / (v[i].squareRoot() * rootScale + epsilon)
    }
  }
}
