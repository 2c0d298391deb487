//! Rule 2: siblings do not import each other in a circle.

use super::Violation;
use super::source::Import;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The imports among the children of one module: from, to, and an import that joins them. A child stands for all
/// modules below it.
type Graph<'a> = BTreeMap<&'a str, BTreeMap<&'a str, &'a Import>>;

/// One violation for each set of siblings that reach each other. It shows a shortest circle.
pub(super) fn check(name: &str, imports: &[Import]) -> Vec<Violation> {
    let mut graphs: BTreeMap<&[String], Graph<'_>> = BTreeMap::new();
    for import in imports {
        let shared = import.from.iter().zip(&import.to).take_while(|(a, b)| a == b).count();
        // A parent and its own children count as one module.
        if let (Some(from), Some(to)) = (import.from.get(shared), import.to.get(shared)) {
            let graph = graphs.entry(&import.from[..shared]).or_default();
            graph.entry(from).or_default().entry(to).or_insert(import);
        }
    }
    let circles = graphs.iter().flat_map(|(parent, graph)| circles(graph).into_iter().map(move |c| (parent, c)));
    circles.map(|(parent, circle)| describe(name, parent, &circle)).collect()
}

/// Nodes that all reach each other, with the imports of a shortest circle among them.
struct Circle<'a> {
    nodes: Vec<&'a str>,
    shortest: Vec<&'a Import>,
}

/// Every set of nodes that reach each other: the strongly connected components of the graph.
fn circles<'a>(graph: &Graph<'a>) -> Vec<Circle<'a>> {
    let reachable: BTreeMap<&str, BTreeSet<&str>> = graph.keys().map(|node| (*node, reachable(graph, node))).collect();
    let mut done = BTreeSet::new();
    let mut found = Vec::new();
    for (node, reached) in &reachable {
        if !reached.contains(node) || done.contains(node) {
            continue;
        }
        let reaches_back = |other: &&&str| reachable.get(**other).is_some_and(|back| back.contains(node));
        let nodes: Vec<&str> = reached.iter().filter(reaches_back).copied().collect();
        done.extend(nodes.iter().copied());
        if let Some(shortest) = nodes.iter().filter_map(|start| shortest(graph, start)).min_by_key(Vec::len) {
            found.push(Circle { nodes, shortest });
        }
    }
    found
}

/// The nodes that some imports lead to.
fn reachable<'a>(graph: &Graph<'a>, start: &str) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut pending = vec![start];
    while let Some(node) = pending.pop() {
        for next in graph.get(node).into_iter().flat_map(BTreeMap::keys) {
            if reached.insert(*next) {
                pending.push(next);
            }
        }
    }
    reached
}

/// The imports of a shortest circle through a node, by breadth-first search.
fn shortest<'a>(graph: &Graph<'a>, start: &str) -> Option<Vec<&'a Import>> {
    let mut pending = VecDeque::from([(start, Vec::new())]);
    let mut visited = BTreeSet::new();
    while let Some((node, path)) = pending.pop_front() {
        for (next, import) in graph.get(node).into_iter().flatten() {
            let path = [&path[..], &[*import]].concat();
            if *next == start {
                return Some(path);
            }
            if visited.insert(*next) {
                pending.push_back((next, path));
            }
        }
    }
    None
}

fn describe(name: &str, parent: &[String], circle: &Circle<'_>) -> Violation {
    let sibling = |path: &[String]| path[..=parent.len()].join("::");
    let step = |import: &&Import| {
        let file = import.file.file_name().unwrap_or_default().to_string_lossy();
        format!("`{}` imports `{}` ({file}:{})", sibling(&import.from), sibling(&import.to), import.line)
    };
    let steps: Vec<String> = circle.shortest.iter().map(step).collect();
    let mut message = format!("circular import in {name}: {}", steps.join(", "));
    if circle.nodes.len() > circle.shortest.len() {
        message.push_str(&format!("; all of {} reach each other", circle.nodes.join(", ")));
    }
    let first = circle.shortest[0];
    Violation { file: first.file.clone(), line: first.line, message }
}
