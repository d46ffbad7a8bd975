/// One clip in five pictures: its waveform, spectrum, spectrogram, filter bank and cepstrum. Panels without data are left
/// out.
public struct SoundPortrait: Sendable {
  /// The clip's name and whatever else should stand above it.
  public var title: String
  /// The waveform; full scale is 1.
  public var samples: [Float]
  /// Samples per second.
  public var rate: Double
  /// The magnitudes of a Fourier transform of the whole clip, from 0 Hz to half the rate.
  public var spectrum: [Float] = []
  /// Levels over frequency and time.
  public var spectrogram: Grid?
  /// Levels over filter bands and time.
  public var filterBank: Grid?
  /// Cepstral coefficients over time.
  public var mfcc: Grid?

  /// A portrait that has only a waveform yet.
  public init(title: String, samples: [Float], rate: Double) {
    self.title = title
    self.samples = samples
    self.rate = rate
  }

  /// The panels under one another, over one time axis.
  public func picture(width: Double = 360) -> Picture {
    let seconds =
      ([Double(samples.count) / rate] + [spectrogram, filterBank, mfcc].compactMap { $0?.seconds }).max() ?? 0
    var panels: [Picture] = [Picture.heading(title, width: width)]
    if !samples.isEmpty { panels.append(waveform(seconds: seconds, width: width)) }
    if spectrum.count > 1 { panels.append(fourier(width: width)) }
    for (name, grid) in [("Spectrogram", spectrogram), ("Filter bank", filterBank), ("MFCC", mfcc)] {
      if let grid { panels.append(HeatPanel(name: name, grid: grid, seconds: seconds).picture(width: width)) }
    }
    return Picture.column(panels, title: "Portrait of \(title)", gap: 6)
  }

  private func waveform(seconds: Double, width: Double) -> Picture {
    let height = PortraitFrame.height(width: width, of: 128)
    return Picture(width: width, height: height, title: "Waveform of \(title)") { canvas in
      let loudest = Double(samples.lazy.filter(\.isFinite).map(\.magnitude).max() ?? 0)
      let limit = Tick.widened(0...max(loudest, 1e-4), about: 1).upperBound
      let axes = PortraitFrame.axes(
        top: "Waveform", on: &canvas, height: height, width: width, x: 0...max(seconds, 1e-3), xLabel: "time (s)",
        xTicks: Tick.round(in: 0...max(seconds, 1e-3), about: PortraitFrame.timeTicks(width: width)), y: -limit...limit,
        yLabel: "amplitude",
        yTicks: [-limit, 0, limit].map { Tick(value: $0, label: Tick.short($0)) })
      axes.drawGrid(on: &canvas)
      let (upper, lower) = Envelope.of(samples, columns: Int(axes.area.width * 1.5))
      let shown = Double(samples.count) / rate
      let step = shown / Double(max(upper.count, 1))
      let top = upper.enumerated().map { axes.point((Double($0.offset) + 0.5) * step, Double($0.element)) }
      let bottom = lower.enumerated().map { axes.point((Double($0.offset) + 0.5) * step, Double($0.element)) }
      canvas.area(top + bottom.reversed(), .blue)
      // Where the envelope is thinner than a pixel, the line keeps it visible.
      canvas.path(top, .blue, width: 0.6)
      axes.drawSides(on: &canvas)
    }
  }

  private func fourier(width: Double) -> Picture {
    let height = PortraitFrame.height(width: width, of: 128)
    return Picture(width: width, height: height, title: "Spectrum of \(title)") { canvas in
      let nyquist = max(rate / 2, 100)
      let axes = PortraitFrame.axes(
        top: "Spectrum (FFT of the whole clip)", on: &canvas, height: height, width: width, x: 50...nyquist,
        xLabel: "frequency (Hz)", xTicks: Tick.frequencies(in: 50...nyquist), y: -80...0, yLabel: "level (dB)",
        yTicks: Tick.round(in: -80...0, about: 4), xKind: .logarithmic)
      axes.drawGrid(on: &canvas)
      canvas.path(Envelope.levels(of: spectrum, nyquist: rate / 2, on: axes), .blue, width: 1)
      axes.drawSides(on: &canvas)
    }
  }
}

extension Picture {
  /// A line of bold words, cut where they would not fit.
  static func heading(_ text: String, width: Double) -> Picture {
    let size = Canvas.Letters.title
    return Picture(width: width, height: 20, title: text) { canvas in
      // Bold letters are wider than those that `textWidth` knows.
      let words = fitted(text, width: width, size: size * 1.12)
      canvas.words(words, at: Point(x: 0, y: 14), size: size, .text, isBold: true)
    }
  }
}
