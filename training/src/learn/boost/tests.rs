use super::*;
use linfa::Dataset;
use ndarray::Array2;

/// Points with an answer that no linear score gives: whether two inputs are on the same side of the middle.
fn checkerboard(n: usize) -> (Array2<f32>, Array1<bool>) {
    let mut rng = ChaCha8Rng::seed_from_u64(7);
    let x = Array2::from_shape_fn((n, 4), |_| rng.random::<f32>());
    let y = x.rows().into_iter().map(|r| (r[0] > 0.5) == (r[1] > 0.5)).collect();
    (x, y)
}

fn share_right(fitted: &Boosted, x: &Array2<f32>, y: &Array1<bool>) -> f64 {
    let right =
        x.rows().into_iter().zip(y).filter(|(row, y)| (fitted.bias + fitted.trees.logit(&row.to_vec()) > 0.0) == **y);
    right.count() as f64 / y.len() as f64
}

#[test]
fn learns_what_is_not_linear() {
    let (x, y) = checkerboard(4000);
    let params = BoostParams::default().trees(60).max_depth(4).subsample(0.8).columns(1.0).check().unwrap();
    let fitted = params.fit(&Dataset::new(x, y)).unwrap();
    let (x, y) = checkerboard(6000);
    assert!(share_right(&fitted, &x, &y) > 0.97);
}

#[test]
fn same_seed_same_trees_whatever_the_threads() {
    let (x, y) = checkerboard(1500);
    let params = BoostParams::default().trees(20).seed(3).check().unwrap();
    let data = Dataset::new(x, y);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| params.fit(&data).unwrap())
    };
    assert_eq!(on(1), on(3));
}

#[test]
fn weights_count() {
    // The same point with both answers: the heavier one wins.
    let x = Array2::from_shape_fn((400, 1), |(i, _)| (i / 200) as f32);
    let y: Array1<bool> = (0..400).map(|i| i % 2 == 0).collect();
    let weights: Array1<f32> = (0..400).map(|i| if (i % 2 == 0) == (i < 200) { 3.0 } else { 1.0 }).collect();
    let params = BoostParams::default().trees(80).max_depth(1).subsample(1.0).columns(1.0).ridge(0.0).check().unwrap();
    let fitted = params.fit(&Dataset::new(x, y).with_weights(weights)).unwrap();
    let logit = |v: f32| fitted.bias + fitted.trees.logit(&[v]);
    assert!((logit(0.0) - 3f32.ln()).abs() < 0.05 && (logit(1.0) + 3f32.ln()).abs() < 0.05);
}

#[test]
fn what_cannot_be_fitted_is_an_error() {
    for params in [
        BoostParams::default().trees(0),
        BoostParams::default().max_depth(9),
        BoostParams::default().learning_rate(f32::NAN),
        BoostParams::default().subsample(0.0).columns(1.0),
        BoostParams::default().ridge(-1.0),
    ] {
        assert!(params.check().is_err());
    }
    let params = BoostParams::default().check().unwrap();
    let empty: Dataset<f32, bool, ndarray::Ix1> = Dataset::new(Array2::zeros((0, 2)), Array1::from_elem(0, false));
    assert!(params.fit(&empty).is_err());
    let no_number = Dataset::new(Array2::from_elem((3, 1), f32::NAN), Array1::from_elem(3, true));
    assert!(params.fit(&no_number).is_err());
}

#[test]
fn one_value_only_gives_the_share_alone() {
    let data = Dataset::new(Array2::zeros((10, 2)), (0..10).map(|i| i < 2).collect());
    let fitted = BoostParams::default().check().unwrap().fit(&data).unwrap();
    assert!(fitted.trees.is_empty() && (fitted.bias + 4f32.ln()).abs() < 1e-3);
}
