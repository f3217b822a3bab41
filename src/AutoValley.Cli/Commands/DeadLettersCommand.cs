using System.CommandLine;
using System.Text;
using AutoValley.Cli.Remote;
using AutoValley.Cli.Rendering;
using AutoValley.V1;
using Google.Protobuf;

namespace AutoValley.Cli.Commands;

/// <summary><c>dead-letters</c>: input that was acknowledged but cannot be used.</summary>
internal sealed class DeadLettersCommand : RemoteCommand
{
    private const int ShownBytes = 24;
    private const string Summary =
        "Input that was acknowledged but cannot be used, newest first. csv and json carry the bytes in base64.";

    private readonly Option<string> vehicle = CommonOptions.VehicleOrNone("Of this vehicle alone");
    private readonly Option<uint?> limit = CommonOptions.Count("--limit", "So many at most [100]");
    private readonly Option<OutputFormat> format = CommonOptions.Format();

    public DeadLettersCommand(Host host, GlobalOptions global)
        : base("dead-letters", Summary, host, global)
    {
        Add(vehicle);
        Add(limit);
        Add(format);
    }

    protected override async Task RunAsync(ParseResult parsed, Connection server)
    {
        var request = new ListDeadLettersRequest
        {
            Vehicle = parsed.GetValue(vehicle) ?? "",
            Limit = parsed.GetValue(limit) ?? 0,
        };
        var answer = await server.Ingest.ListDeadLettersAsync(request, server.Unary);
        var forPeople = parsed.GetValue(format) == OutputFormat.Table;
        var rows = Rows.To(Host, parsed.GetValue(format), "id", "received", "vehicle", "topic", "reason", "detail", "bytes", "payload");
        foreach (var letter in answer.DeadLetters)
        {
            rows.Write(
                letter.Id,
                Cell.Time(letter.ReceiveTime),
                letter.Vehicle,
                letter.Topic,
                letter.Reason,
                letter.Detail,
                letter.PayloadLength,
                forPeople ? Preview(letter.Payload) : letter.Payload.ToBase64());
        }
        rows.End();
        if (forPeople && answer.Total > (ulong)answer.DeadLetters.Count)
            await Host.Error.WriteLineAsync($"{answer.DeadLetters.Count} of {answer.Total} ever counted");
    }

    /// <summary>The first bytes: as text where they are text, else in hexadecimal.</summary>
    private static string Preview(ByteString payload)
    {
        var start = payload.Span[..Math.Min(payload.Length, ShownBytes)];
        var isText = !start.ContainsAnyExceptInRange((byte)' ', (byte)'~');
        return (isText ? Encoding.ASCII.GetString(start) : Convert.ToHexStringLower(start)) + (payload.Length > ShownBytes ? "…" : "");
    }
}
