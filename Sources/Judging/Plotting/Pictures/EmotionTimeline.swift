/// Emotion against time: one band per class, as high as the class is probable and strong where it is the most probable.
public struct EmotionTimeline: Sendable {
  /// A stretch of the recording with the probabilities of its classes.
  public struct Window: Sendable {
    let start: Double
    let end: Double
    let probabilities: [Double]  // [class]

    /// A window between two times in seconds.
    public init(start: Double, end: Double, probabilities: [Double]) {
      self.start = start
      self.end = end
      self.probabilities = probabilities
    }

    var middle: Double { (start + end) / 2 }
    var likeliest: Int { probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0 }
  }

  let title: String
  let labels: [String]
  let windows: [Window]

  /// A timeline of windows in the order of time, each with a probability for every label.
  public init(title: String, labels: [String], windows: [Window]) {
    self.title = title
    self.labels = labels
    self.windows = windows.filter { $0.probabilities.count == labels.count }
  }

  /// The bands one under another.
  public func picture(width: Double = 720) -> Picture {
    let band = 40.0, gap = 6.0
    let head = 24 + Legend.height
    let height = head + Double(labels.count) * (band + gap) + 40
    return Picture(width: width, height: height, title: title) { canvas in
      canvas.place(.heading(title, width: width), at: Point(x: 0, y: 0))
      Legend(entries: [
        .init(name: "probability of the class", ink: .blue),
        .init(name: "solid where it is the most probable", ink: .blue, sign: .dot),
      ]).draw(at: Point(x: 0, y: 20), on: &canvas)
      let names = labels.map { textWidth($0, size: Canvas.Letters.label) }.max() ?? 0
      let end = max(windows.map(\.end).max() ?? 0, 1e-3)
      let axes = Axes(
        in: Rect(x: 0, y: head, width: width - 28, height: height - head), x: 0...end,
        Axes.Side(label: "time (s)", ticks: Tick.round(in: 0...end, about: 8)), y: 0...1,
        Axes.Side(label: "", ticks: []), room: min(names, width * 0.3) + 12)
      axes.drawGrid(on: &canvas)
      for (index, label) in labels.enumerated() {
        let place = Rect(
          x: axes.area.x, y: axes.area.y + Double(index) * (band + gap), width: axes.area.width, height: band)
        canvas.words(
          fitted(label, width: width * 0.3, size: Canvas.Letters.label), at: Point(x: place.x - 8, y: place.bottom - 2),
          .end, size: Canvas.Letters.label, .text)
        draw(class: index, in: place, along: axes.x, on: &canvas)
        if index == 0 {
          canvas.words("100 %", at: Point(x: place.right + 4, y: place.y + 4), size: 10)
          canvas.words("0", at: Point(x: place.right + 4, y: place.bottom + 4), size: 10)
        }
      }
      axes.drawSides(on: &canvas)
    }
  }

  private func draw(class index: Int, in place: Rect, along x: AxisScale, on canvas: inout Canvas) {
    let y = AxisScale(0...1, from: place.bottom, to: place.y)
    canvas.line(
      from: Point(x: place.x, y: place.bottom), to: Point(x: place.right, y: place.bottom), .axis, width: 0.75)
    func outline(_ numbers: some Sequence<Int>) -> [Point] {
      let steps = numbers.flatMap { number -> [Point] in
        let (start, end) = span(of: number)
        let top = y(windows[number].probabilities[index])
        return [Point(x: x(start), y: top), Point(x: x(end), y: top)]
      }
      guard let first = steps.first, let last = steps.last else { return [] }
      return [Point(x: first.x, y: place.bottom)] + steps + [Point(x: last.x, y: place.bottom)]
    }
    canvas.area(outline(windows.indices), .blue, opacity: 0.3)
    let led = windows.indices.split { windows[$0].likeliest != index }
    for stretch in led { canvas.area(outline(stretch), .blue) }
    canvas.path(Array(outline(windows.indices).dropFirst().dropLast()), .blue, width: 1)
  }

  /// The time that a window speaks for: to half way to its neighbours where windows overlap.
  private func span(of number: Int) -> (start: Double, end: Double) {
    let window = windows[number]
    let start = number == 0 ? window.start : max(window.start, (windows[number - 1].middle + window.middle) / 2)
    let end =
      number == windows.count - 1 ? window.end : min(window.end, (window.middle + windows[number + 1].middle) / 2)
    return (start, end)
  }
}
