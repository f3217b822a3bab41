using AutoValley.Storage.Maintenance;
using AutoValley.V1;

namespace AutoValley.Server.Maintenance;

/// <summary>Steps of a verification as responses.</summary>
internal static class VerifyResponses
{
    public static VerifyResponse Of(VerifyStep step) => step.Finding is { } finding
        ? new VerifyResponse { Finding = ToProto(finding) }
        : new VerifyResponse { Progress = ToProto(step.File, step.SoFar) };

    public static VerifyResponse End(VerifyTotals totals) => new() { End = ToProto("", totals) };

    private static VerifyFinding ToProto(Finding finding) => new()
    {
        File = finding.File,
        Vehicle = finding.Series?.Vehicle.Name.ToString() ?? "",
        Signal = finding.Series?.Name ?? "",
        Chunk = (ulong)finding.Chunk,
        FirstTime = finding.First,
        LastTime = finding.Last,
        Reason = finding.Reason,
    };

    private static VerifyProgress ToProto(string file, VerifyTotals totals) => new()
    {
        File = file,
        Files = (ulong)totals.Files,
        Chunks = (ulong)totals.Chunks,
        Samples = (ulong)totals.Samples,
        JournalRecords = (ulong)totals.Records,
        Findings = (ulong)totals.Findings,
    };
}
