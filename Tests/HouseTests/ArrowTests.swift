import Foundation
import TestSupport
import Testing

/// The arrows between rooms: what files import, what Package.swift declares and what ARCHITECTURE.md says are the same.
@Suite struct ArrowTests {
  /// From the ground up; a room stands on rooms of its own floor and of those before.
  private static let floors = ["C", "Ground", "Sound", "Data", "Learning", "Judging", "Files", "Stages", "Programs"]

  /// A room or program as Package.swift declares it.
  private struct Declared {
    let name: String
    let uses: Set<String>
  }

  private let declared: [Declared]
  /// The floor of each folder that holds sources.
  private let floorOf: [String: String]

  init() throws {
    let package = try String(contentsOfFile: "\(Checkout.root)/Package.swift", encoding: .utf8)
    let calls = package.matches(of: /(?:room|stage|program)\(\s*"([^"]+)"((?:,\s*"[^"]+")*)/)
    declared = calls.map { call in
      Declared(name: String(call.1), uses: Set(call.2.matches(of: /"([^"]+)"/).map { String($0.1) }))
    }
    var floorOf: [String: String] = [:]
    for floor in Self.floors {
      for name in try FileManager.default.contentsOfDirectory(atPath: "\(Checkout.root)/Sources/\(floor)")
      where name != "README.md" {
        #expect(floorOf[name] == nil, "two rooms are called \(name)")
        floorOf[name] = floor
      }
    }
    self.floorOf = floorOf
  }

  @Test func `every folder is a floor and every room on it is declared`() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: "\(Checkout.root)/Sources")
    #expect(Set(folders).subtracting(["README.md"]) == Set(Self.floors))
    let rooms = floorOf.filter { $0.value != "C" }.map(\.key)
    #expect(Set(declared.map(\.name)) == Set(rooms))
  }

  @Test func `a room declares what its files import and nothing else`() throws {
    #expect(declared.count > 30)
    for room in declared {
      let imported = try imports(of: room.name)
      #expect(imported == room.uses, "\(room.name): imports and declaration differ")
    }
  }

  @Test func `arrows go down the floors and never round in a circle`() throws {
    let below = Dictionary(uniqueKeysWithValues: declared.map { ($0.name, $0.uses) })
    for room in declared {
      let own = try #require(floorOf[room.name].flatMap(Self.floors.firstIndex))
      for used in room.uses {
        let other = try #require(floorOf[used].flatMap(Self.floors.firstIndex), "\(used) is nowhere")
        #expect(other <= own, "\(room.name) stands on \(used), which is on a floor above")
      }
      var reached = room.uses
      var rest = Array(room.uses)
      while let next = rest.popLast() {
        for one in below[next, default: []] where reached.insert(one).inserted { rest.append(one) }
      }
      #expect(!reached.contains(room.name), "\(room.name) stands on itself")
    }
  }

  @Test func `ARCHITECTURE names every room with what it stands on`() throws {
    let page = try String(contentsOfFile: "\(Checkout.root)/ARCHITECTURE.md", encoding: .utf8)
    var told: [String: Set<String>] = [:]
    for row in page.matches(of: /(?m)^\| `([A-Za-z0-9]+)` \|[^|]*\| ([^|]*) \|$/) {
      told[String(row.1)] = Set(row.2.split(separator: ", ").map(String.init)).subtracting(["–"])
    }
    for room in declared where floorOf[room.name] != "Programs" {
      #expect(told[room.name] == room.uses, "ARCHITECTURE.md on \(room.name)")
    }
  }

  @Test func `every room has a page of its own`() {
    for (room, floor) in floorOf where floor != "C" && floor != "Programs" {
      let page = "\(Checkout.root)/Sources/\(floor)/\(room)/README.md"
      let text = (try? String(contentsOfFile: page, encoding: .utf8)) ?? ""
      #expect(text.hasPrefix("# ") && text.count > 300, "\(page) is not there, or says too little")
    }
    for floor in Self.floors {
      let page = "\(Checkout.root)/Sources/\(floor)/README.md"
      #expect(FileManager.default.fileExists(atPath: page), "\(page) is not there")
    }
  }

  /// The modules of ours that a room's files import, C libraries included.
  private func imports(of room: String) throws -> Set<String> {
    let folder = "\(Checkout.root)/Sources/\(floorOf[room, default: ""])/\(room)"
    var names: Set<String> = []
    for case let file as String in FileManager.default.enumerator(atPath: folder) ?? .init() {
      guard file.hasSuffix(".swift") else { continue }
      let text = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
      for line in text.matches(of: /(?m)^(?:@testable |internal |private |public )?import ([A-Za-z0-9_]+)$/) {
        names.insert(String(line.1))
      }
    }
    return names.filter { floorOf[$0] != nil }
  }
}
