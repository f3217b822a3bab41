using System.CommandLine;
using System.Globalization;
using AutoValley.Cli.Commands;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.Cli.Store;

/// <summary><c>store verify</c>: reads all that is stored and names what is damaged.</summary>
internal sealed class StoreVerifyCommand : RemoteCommand
{
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    public StoreVerifyCommand(Host host, GlobalOptions global)
        : base(
            "verify",
            "Reads all that is stored, check sums and every value, and names what is damaged. The server goes on meanwhile. Exit code 1 when "
            + "something is damaged.", host, global) => Add(format);

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        var rows = Rows.To(Host, parsed.GetValue(format), "file", "vehicle", "signal", "chunk", "first", "last", "reason");
        VerifyProgress? totals = null;
        using (var status = new StatusLine(Host, Host.ErrorIsTerminal))
        {
            using var call = server.Store.Verify(new VerifyRequest(), server.Streaming);
            await foreach (var response in call.ResponseStream.ReadAllAsync(server.Stop))
            {
                if (response.Finding is { } finding)
                    Write(rows, finding);
                if (response.Progress is { } progress)
                    status.Update(_ => $"{progress.File}: {Told(progress)}");
                totals = response.End ?? totals;
            }
        }
        rows.End();
        if (totals is null)
            throw CommandException.Failed("the server ended the verification too early");
        await Host.Error.WriteLineAsync($"autovalley: {Told(totals)}");
        if (totals.Findings > 0)
            throw CommandException.Failed($"{totals.Findings} things are damaged; the rest can be read");
    }

    private static void Write(IRows rows, VerifyFinding finding)
    {
        var isChunk = finding.Chunk > 0;
        rows.Write(
            finding.File, finding.Vehicle, finding.Signal, isChunk ? finding.Chunk : default(Cell),
            isChunk ? Cell.Time(finding.FirstTime) : default, isChunk ? Cell.Time(finding.LastTime) : default, finding.Reason);
    }

    private static string Told(VerifyProgress so) => string.Create(
        CultureInfo.InvariantCulture,
        $"{so.Files:N0} files, {so.Chunks:N0} chunks, {so.Samples:N0} samples, {so.JournalRecords:N0} journal records read; {so.Findings} damaged");
}
