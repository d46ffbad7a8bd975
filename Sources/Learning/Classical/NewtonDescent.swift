/// Finds the one minimum of a softmax problem by Newton's method.
///
/// Each step solves `H s = -g` by conjugate gradients, only as exactly as the distance from the minimum deserves, and
/// goes as far along `s` as `f` falls. The images `X d` that conjugate gradients computes add up to the margins' change,
/// so looking along `s` costs no further product with the features.
struct NewtonDescent {
  /// The gradient's length, relative to its length at zero, at which the minimum counts as found.
  var tolerance: Double
  /// A bound on Newton steps, far above what well-scaled features need.
  var steps = 200

  /// - Parameter start: where to begin; the minimum of a problem with a similar cost saves most of the way.
  func minimum(of problem: inout SoftmaxProblem, from start: [Double]? = nil) -> [Double] {
    let zeros = [Double](repeating: 0, count: problem.size)
    var parameters = zeros
    var gradient = zeros
    var margins = [Double](repeating: 0, count: problem.marginCount)
    problem.gradient(margins: margins, parameters: parameters, into: &gradient)
    let reference = dot(gradient, gradient).squareRoot()
    if let start {
      parameters = start
      problem.margins(of: start, into: &margins)
      problem.gradient(margins: margins, parameters: parameters, into: &gradient)
    }
    var loss = problem.loss(margins: margins, parameters: parameters)
    for _ in 0..<steps {
      let length = dot(gradient, gradient).squareRoot()
      guard length > tolerance * reference else { break }
      let (step, image) = newtonStep(&problem, gradient, precision: min(0.1, (length / reference).squareRoot()))
      let slope = dot(gradient, step)
      var share = 1.0
      while true {
        var nearParameters = parameters
        var nearMargins = margins
        add(share, step, to: &nearParameters)
        add(share, image, to: &nearMargins)
        let nearLoss = problem.loss(margins: nearMargins, parameters: nearParameters)
        // At the minimum the fall drowns in rounding, which must not look like a rise.
        if nearLoss <= loss + 1e-4 * share * slope + 1e-14 * abs(loss) {
          (parameters, margins, loss) = (nearParameters, nearMargins, nearLoss)
          break
        }
        share /= 2
        guard share > 1e-10 else { return parameters }
      }
      problem.gradient(margins: margins, parameters: parameters, into: &gradient)
    }
    return parameters
  }

  /// Conjugate gradients on `H s = -g` until the rest is `precision` times as long as `g`.
  /// - Returns: the step and its image `X s`.
  private func newtonStep(
    _ problem: inout SoftmaxProblem, _ gradient: [Double], precision: Double
  ) -> (step: [Double], image: [Double]) {
    var step = [Double](repeating: 0, count: problem.size)
    var stepImage = [Double](repeating: 0, count: problem.marginCount)
    var image = stepImage
    var curved = step
    var rest = gradient.map { -$0 }
    var direction = rest
    var length = dot(rest, rest)
    let goal = precision * precision * length
    for _ in 0..<250 {
      problem.curvature(along: direction, image: &image, into: &curved)
      let bend = dot(direction, curved)
      guard bend > 0 else { break }
      let share = length / bend
      add(share, direction, to: &step)
      add(share, image, to: &stepImage)
      add(-share, curved, to: &rest)
      let shorter = dot(rest, rest)
      guard shorter > goal else { break }
      for place in direction.indices { direction[place] = rest[place] + shorter / length * direction[place] }
      length = shorter
    }
    return (step, stepImage)
  }
}
