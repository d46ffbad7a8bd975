import Determinism

/// A nonsense sentence: syllables of a consonant and a vowel, the same ones whenever a statement is spoken.
struct Sentence {
  /// A syllable: its sounds, and whether it is stressed.
  struct Syllable {
    let phones: [Phone]
    let isStressed: Bool
  }

  let syllables: [Syllable]

  /// Makes up a sentence from a statement's code, `kids` or `IEO`, whoever speaks it.
  init(_ statement: String, seed: Seed) {
    var random = Random(seed.derived(for: "sentence", statement))
    func drawn(_ phones: [Phone]) -> Phone { phones[random.integer(below: phones.count)] }
    let count = 7 + random.integer(below: 3)
    let firstStress = random.integer(below: 2)
    syllables = (0..<count).map { index in
      var phones = [drawn(Phone.consonants), drawn(Phone.vowels)]
      if random.uniform() < 0.3 { phones.append(drawn(Phone.consonants)) }
      return Syllable(phones: phones, isStressed: index % 2 == firstStress)
    }
  }
}
