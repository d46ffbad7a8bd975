/// How many clips each class has and how long they are.
public struct ClassDistribution: Sendable {
  /// One class of clips.
  public struct Class: Sendable, Equatable {
    /// The class's name.
    public let label: String
    /// Its clips.
    public let clips: Int
    /// Their mean duration in seconds.
    public let seconds: Double

    /// A class with its clips and their mean duration.
    public init(label: String, clips: Int, seconds: Double) {
      self.label = label
      self.clips = clips
      self.seconds = seconds
    }
  }

  let classes: [Class]

  /// A distribution over classes in the order given.
  public init(_ classes: [Class]) { self.classes = classes }

  /// The numbers of clips as bars.
  public var counts: BarChart {
    BarChart(
      title: "Clips per class", unit: "clips",
      bars: classes.map { .init(name: $0.label, value: Double($0.clips), label: String($0.clips)) })
  }

  /// The mean durations as bars.
  public var durations: BarChart {
    BarChart(
      title: "Mean duration per class", unit: "duration (s)",
      bars: classes.map { .init(name: $0.label, value: $0.seconds, label: "\($0.seconds.fixed(2)) s") })
  }

  /// Both, one above the other.
  public func picture(width: Double = 480) -> Picture {
    Picture.column([counts.picture(width: width), durations.picture(width: width)], title: "Classes", gap: 20)
  }
}
