//! Throw-away.
use std::io::BufRead;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let register = register::Register::embedded();
    if args[1] == "schemas" {
        for (name, text) in model::schema_files() {
            std::fs::write(format!("{}/{name}", args[2]), text).unwrap();
        }
        return;
    }
    let lines: Vec<String> = std::io::BufReader::new(std::fs::File::open(&args[2]).unwrap())
        .lines()
        .map(|l| l.unwrap())
        .collect();
    if args[1] == "decode" {
        let mut bad = 0;
        for (n, line) in lines.iter().enumerate() {
            match model::decode_structured(line.as_bytes(), register) {
                Ok(event) => {
                    let again = model::Draft::from(&event).to_json();
                    let two = model::decode_structured(again.as_bytes(), register).unwrap();
                    assert_eq!(two.data, event.data);
                }
                Err(e) => {
                    bad += 1;
                    println!("{}: {}", n + 1, e);
                }
            }
        }
        println!("{} lines, {bad} bad", lines.len());
    } else {
        let start = std::time::Instant::now();
        let mut n = 0u64;
        while start.elapsed().as_secs() < 3 {
            for line in &lines {
                if model::decode_structured(line.as_bytes(), register).is_ok() {
                    n += 1;
                }
            }
        }
        println!("{:.0} events/s", n as f64 / start.elapsed().as_secs_f64());
    }
}
