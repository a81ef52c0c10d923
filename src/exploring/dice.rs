/// Seeded randomness: the same seed gives the same throws everywhere (splitmix64).
#[derive(Clone, Copy, Debug)]
pub struct Dice(u64);

impl Dice {
    /// The dice of one talk out of many.
    pub fn of(seed: u64, talk: u64) -> Self {
        let mut dice = Self(seed ^ talk.wrapping_mul(0xa076_1d64_78bd_642f));
        dice.throw();
        dice
    }

    fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`; 0 where there is none.
    pub fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.throw() % end).unwrap_or(0)
    }

    /// True in so many of a hundred throws.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of these.
    pub fn pick<T: Copy>(&mut self, from: &[T]) -> Option<T> {
        from.get(self.below(from.len())).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn throws(seed: u64, talk: u64) -> Vec<usize> {
        let mut dice = Dice::of(seed, talk);
        (0..20).map(|_| dice.below(1000)).collect()
    }

    #[test]
    fn the_same_seed_throws_the_same_and_another_talk_does_not() {
        assert_eq!(throws(7, 3), throws(7, 3));
        assert_ne!(throws(7, 3), throws(7, 4));
        assert_ne!(throws(7, 3), throws(8, 3));
    }

    #[test]
    fn nothing_to_pick_from_picks_nothing() {
        assert_eq!(Dice::of(1, 1).pick::<u8>(&[]), None);
    }
}
