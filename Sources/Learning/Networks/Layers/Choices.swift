import Graph
import Settings

// The engine knows no settings, so its words become choices of recipes here.

extension Precision: Choice {
  /// What the word stands for.
  public var meaning: String {
    switch self {
    case .float32: "32 bits throughout."
    case .bfloat16: "Activations and working copies of weights in 16 bits; master weights, statistics and losses in 32."
    }
  }
}

extension Padding: Choice {
  /// What the word stands for.
  public var meaning: String {
    switch self {
    case .same: "As many outputs as strides fit into the axis; the surplus lies behind, as in Keras."
    case .valid: "Only windows that lie wholly inside."
    }
  }
}

extension Initialiser: Choice {
  /// What the word stands for.
  public var meaning: String {
    switch self {
    case .zeros: "0 throughout."
    case .ones: "1 throughout."
    case .glorotUniform: "Uniform within ±√(6 / (fan-in + fan-out)), as Keras does."
    case .glorotNormal: "Normal with deviation √(2 / (fan-in + fan-out))."
    case .heUniform: "Uniform within ±√(6 / fan-in), for layers that a ReLU follows."
    case .heNormal: "Normal with deviation √(2 / fan-in)."
    case .lecunUniform: "Uniform within ±√(1 / fan-in), as PyTorch does for weights."
    case .gatesGlorotUniform: "For weights of LSTM: each direction Glorot uniform over all its gates."
    case .gatesOrthogonal: "For recurrent weights of LSTM: orthonormal rows in each direction."
    case .gatesForgetOne: "For biases of LSTM: 1 for the forget gate, 0 for the others."
    }
  }
}
