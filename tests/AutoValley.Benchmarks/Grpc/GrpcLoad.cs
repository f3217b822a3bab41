using System.Globalization;

namespace AutoValley.Benchmarks.Grpc;

/// <summary>One load.</summary>
/// <param name="IsStream">Server streaming, else unary.</param>
/// <param name="Size">Bytes of a payload.</param>
/// <param name="Parallel">Streams that are open, or unary calls under way, over one channel.</param>
/// <param name="Delay">Time from one end of the link to the other and back.</param>
internal sealed record GrpcLoad(bool IsStream, int Size, int Parallel, TimeSpan Delay)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(IsStream ? $"{Parallel} stream{(Parallel == 1 ? "" : "s")}" : $"unary, {Parallel} under way")}, {SizeText}{(Delay > TimeSpan.Zero ? $", {Delay.TotalMilliseconds:N0} ms" : "")}");

    private string SizeText => Size switch
    {
        >= 1 << 20 => $"{Size >> 20} MiB",
        >= 1 << 10 => $"{Size >> 10} KiB",
        _ => $"{Size} B",
    };
}
