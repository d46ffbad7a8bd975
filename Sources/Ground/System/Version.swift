/// The version that every executable prints and every file records.
public let version = "0.2.0"
