using System.CommandLine;
using AutoValley.Cli.Commands;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.Cli.Store;

/// <summary><c>store compact</c>: merges small chunks and gives free space back.</summary>
internal sealed class StoreCompactCommand : RemoteCommand
{
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    public StoreCompactCommand(Host host, GlobalOptions global)
        : base(
            "compact",
            "Merges the small chunks of every day and gives free space back to the disk, beyond what the server does by itself. The server goes "
            + "on meanwhile; what is being read stays as it is.", host, global) => Add(format);

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        var rows = Rows.To(Host, parsed.GetValue(format), "day", "bytes_before", "bytes");
        using (var status = new StatusLine(Host, Host.ErrorIsTerminal))
        {
            using var call = server.Store.Compact(new CompactRequest(), server.Streaming);
            await foreach (var step in call.ResponseStream.ReadAllAsync(server.Stop))
            {
                var day = Cell.Time(step.Day).ToString()[..10];
                status.Update(_ => $"{day}: {step.BytesBefore} bytes, now {step.Bytes}");
                if (step.Done)
                    rows.Write(day, step.BytesBefore, step.Bytes);
            }
        }
        rows.End();
    }
}
