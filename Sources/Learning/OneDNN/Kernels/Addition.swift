import Graph

extension Addition: Lowerable {
  func lower(_ inputs: [Value], into plan: Compiler) throws -> Lowered {
    Lowered(try plan.sum(inputs[0], inputs[1])) { [$0, $0] }
  }
}
