using System.CommandLine;
using AutoValley.Benchmarks.Codec;
using AutoValley.Benchmarks.Encode;
using AutoValley.Benchmarks.Query;
using AutoValley.Benchmarks.Reading;
using AutoValley.Benchmarks.Sealing;
using AutoValley.Benchmarks.Site;
using AutoValley.Benchmarks.Store;

var root = new RootCommand("Measures AutoValley. Run with -c Release on an otherwise idle machine; nothing here is a test.");
root.Subcommands.Add(CodecCommand.Create());
root.Subcommands.Add(EncodeCommand.Create());
root.Subcommands.Add(ReadingCommand.Create());
root.Subcommands.Add(SealingCommand.Create());
root.Subcommands.Add(ReadyCommand.Create());
root.Subcommands.Add(SiteCommand.Create());
root.Subcommands.Add(StoreCommand.Create());
root.Subcommands.Add(QueryCommand.Create());
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
