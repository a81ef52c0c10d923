use std::sync::OnceLock;

/// Numbers of one word's vector.
pub const DIMS: usize = 128;

static BYTES: &[u8] = include_bytes!("../../../assets/words.vec");
const HEAD: usize = 16;

/// The table of word vectors carried in the binary, searched in place.
///
/// Layout, little-endian: `WVEC`, version u16, dims u16, words u32, text length u32; the words in
/// byte order joined by newlines; a rank u16 each; a scale u8 each; `DIMS / 2` bytes each.
#[derive(Debug)]
pub struct Table {
    text: &'static [u8],
    starts: Vec<u32>,
    ranks: &'static [u8],
    scales: &'static [u8],
    steps: &'static [u8],
    scale_steps: Vec<f32>,
}

/// The row of a word in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row(usize);

impl Table {
    /// The table; the places of its words are noted once.
    pub fn get() -> &'static Self {
        static TABLE: OnceLock<Table> = OnceLock::new();
        TABLE.get_or_init(|| Self::read(BYTES).unwrap_or_else(Self::empty))
    }

    fn read(bytes: &'static [u8]) -> Option<Self> {
        let (head, body) = bytes.split_at_checked(HEAD)?;
        let count = u32::from_le_bytes(head[8..12].try_into().ok()?) as usize;
        let length = u32::from_le_bytes(head[12..16].try_into().ok()?) as usize;
        let expected = [b'W', b'V', b'E', b'C', 1, 0, 128, 0];
        if head[..8] != expected || body.len() != length + count * (3 + DIMS / 2) {
            return None;
        }
        let (text, rest) = body.split_at(length);
        let (ranks, rest) = rest.split_at(2 * count);
        let (scales, steps) = rest.split_at(count);
        let starts = starts_of(text);
        (starts.len() == count).then(|| Self {
            text,
            starts,
            ranks,
            scales,
            steps,
            scale_steps: scale_steps(),
        })
    }

    fn empty() -> Self {
        Self {
            text: &[],
            starts: Vec::new(),
            ranks: &[],
            scales: &[],
            steps: &[],
            scale_steps: scale_steps(),
        }
    }

    /// How many words it holds.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// The word of a row number.
    pub fn word(&self, at: usize) -> &'static str {
        std::str::from_utf8(self.letters(at)).unwrap_or_default()
    }

    fn letters(&self, at: usize) -> &'static [u8] {
        let Some(start) = self.starts.get(at) else { return &[] };
        let end = self.starts.get(at + 1).map_or(self.text.len(), |next| *next as usize - 1);
        &self.text[*start as usize..end]
    }

    /// The row of exactly this word.
    pub fn find(&self, word: &str) -> Option<Row> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            match self.letters(middle).cmp(word.as_bytes()) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(Row(middle)),
            }
        }
        None
    }

    /// The row of a word or of the first of its plainer forms that is there.
    pub fn find_form(&self, word: &str) -> Option<Row> {
        self.find(word).or_else(|| plainer(word).iter().find_map(|form| self.find(form)))
    }

    /// The place of the word in the order of frequency, from 0.
    pub fn rank(&self, row: Row) -> u16 {
        u16::from_le_bytes([self.ranks[2 * row.0], self.ranks[2 * row.0 + 1]])
    }

    /// How much the word tells: near 0 for "the", near 1 for a rare one.
    pub fn weight(&self, row: Row) -> f32 {
        let share = 1.0 / (9.5 * (f32::from(self.rank(row)) + 3.7));
        0.001 / (0.001 + share)
    }

    /// The vector's numbers, -7 to 7.
    pub fn steps(&self, row: Row) -> [i8; DIMS] {
        let mut steps = [0; DIMS];
        let packed = &self.steps[row.0 * DIMS / 2..][..DIMS / 2];
        for (pair, byte) in steps.chunks_exact_mut(2).zip(packed) {
            pair[0] = (byte & 15) as i8 - 8;
            pair[1] = (byte >> 4) as i8 - 8;
        }
        steps
    }

    /// What the numbers are to be multiplied with.
    pub fn scale(&self, row: Row) -> f32 {
        self.scale_steps[usize::from(self.scales[row.0])]
    }
}

fn starts_of(text: &[u8]) -> Vec<u32> {
    let ends = text.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
    std::iter::once(0).chain(ends.map(|(at, _)| at as u32 + 1)).collect()
}

/// By multiplication, since `exp2` may differ in the last bit from machine to machine.
fn scale_steps() -> Vec<f32> {
    const DOWN: f32 = 0.978_572_1;
    let mut scales = vec![1.0_f32; 256];
    for at in (0..255).rev() {
        scales[at] = scales[at + 1] * DOWN;
    }
    scales
}

/// Plainer forms of an English word, likeliest first.
fn plainer(word: &str) -> Vec<String> {
    const ENDINGS: [(&str, &str); 11] = [
        ("ies", "y"),
        ("es", ""),
        ("s", ""),
        ("ing", ""),
        ("ing", "e"),
        ("ed", ""),
        ("ed", "e"),
        ("er", ""),
        ("ly", ""),
        ("er", "e"),
        ("ation", "e"),
    ];
    let mut forms: Vec<String> = ENDINGS
        .iter()
        .filter_map(|(ending, instead)| Some(format!("{}{instead}", word.strip_suffix(ending)?)))
        .collect();
    for ending in ["ing", "ed"] {
        if let Some(stem) = word.strip_suffix(ending).filter(|stem| ends_doubled(stem)) {
            forms.push(stem[..stem.len() - 1].to_owned());
        }
    }
    forms.retain(|form| form.len() > 1);
    forms
}

fn ends_doubled(stem: &str) -> bool {
    matches!(stem.as_bytes(), [.., a, b] if a == b && b.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_the_one_that_the_script_built() {
        let hash = ring::digest::digest(&ring::digest::SHA256, BYTES);
        let hex: String = hash.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, "e0aaed68169b0893c88cc1d5c84309c382eca92af77fcab271a71aedf6bf2f16");
    }

    #[test]
    fn every_word_is_found_and_has_a_vector() {
        let table = Table::get();
        assert_eq!(table.len(), 21_999);
        for at in 0..table.len() {
            let row = table.find(table.word(at)).unwrap();
            assert_eq!(row, Row(at));
            assert!(table.steps(row).iter().all(|step| (-7..=7).contains(step)));
            assert!(table.scale(row) > 0.0 && table.weight(row) > 0.0);
        }
    }

    #[test]
    fn an_inflected_word_is_found_by_its_plain_form() {
        let table = Table::get();
        assert_eq!(table.find_form("unblocks"), table.find_form("unblock"));
        assert_eq!(table.find("zzzz"), None);
        assert_eq!(table.find(""), None);
        assert!(plainer("swapping").contains(&"swap".to_owned()));
    }
}
