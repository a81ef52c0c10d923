//! The part of a suite that one of several machines plays.

use crate::report::Shard;

/// Which of the scenarios belong to a shard, by their place: every one to exactly one shard, the same
/// on every machine, the shards about equally long. `ms` is how long each took before, where known.
pub fn share(ids: &[&str], ms: impl Fn(&str) -> Option<u64>, shard: Shard) -> Vec<usize> {
    let known: Vec<u64> = ids.iter().filter_map(|id| ms(id)).collect();
    let usual = match u64::try_from(known.len()) {
        Ok(count) if count > 0 => (known.iter().sum::<u64>() / count).max(1),
        _ => 1,
    };
    let mut longest_first: Vec<(u64, usize)> =
        ids.iter().enumerate().map(|(at, id)| (ms(id).unwrap_or(usual), at)).collect();
    longest_first.sort_by(|(ms, at), (other_ms, other_at)| {
        other_ms.cmp(ms).then_with(|| ids[*at].cmp(ids[*other_at]))
    });
    let mut loads = vec![(0_u64, 0_usize); shard.of.max(1) as usize];
    let mut mine = Vec::new();
    for (ms, at) in longest_first {
        let lightest = (0..loads.len()).min_by_key(|shard| loads[*shard]).unwrap_or_default();
        loads[lightest].0 += ms;
        loads[lightest].1 += 1;
        if lightest + 1 == shard.index as usize {
            mine.push(at);
        }
    }
    mine.sort_unstable();
    mine
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scenario_belongs_to_exactly_one_shard_and_the_shards_are_balanced() {
        let ids: Vec<String> = (0..100).map(|number| format!("desk/{number}")).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let ms = |id: &str| id[5..].parse::<u64>().ok().filter(|number| number % 7 != 0);
        let mut all = Vec::new();
        let mut lengths = Vec::new();
        for index in 1..=3 {
            let mine = share(&ids, ms, Shard { index, of: 3 });
            lengths.push(mine.iter().filter_map(|at| ms(ids[*at])).sum::<u64>());
            all.extend(mine);
        }
        all.sort_unstable();
        assert_eq!(all, (0..100).collect::<Vec<_>>());
        let (least, most) = (lengths.iter().min().unwrap(), lengths.iter().max().unwrap());
        assert!(most - least <= 150, "{lengths:?}");
        let reversed: Vec<&str> = ids.iter().rev().copied().collect();
        let names = |ids: &[&str], mine: Vec<usize>| {
            let mut names: Vec<_> = mine.iter().map(|at| ids[*at].to_owned()).collect();
            names.sort();
            names
        };
        let shard = Shard { index: 2, of: 3 };
        assert_eq!(
            names(&ids, share(&ids, ms, shard)),
            names(&reversed, share(&reversed, ms, shard))
        );
    }

    #[test]
    fn without_durations_the_shards_have_as_many_each() {
        let ids = ["a", "b", "c", "d", "e"];
        let count = |index| share(&ids, |_| None, Shard { index, of: 2 }).len();
        assert_eq!((count(1), count(2)), (3, 2));
    }
}
