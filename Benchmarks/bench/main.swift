// bench marks            bytes a second of every kernel
let arguments = Array(CommandLine.arguments.dropFirst())
switch arguments.first {
case "marks": MarkBenchmark.run()
default: print("usage: bench marks")
}
