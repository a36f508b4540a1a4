// bench marks            bytes a second of every kernel
// bench inflate FOLDER   bytes a second of every engine, by way of files in FOLDER
import GzipStream

let arguments = Array(CommandLine.arguments.dropFirst())
switch arguments.first {
case "marks": MarkBenchmark.run()
case "inflate" where arguments.count == 2: try InflateBenchmark.run(in: FilePath(arguments[1]))
default: print("usage: bench marks | bench inflate FOLDER")
}
