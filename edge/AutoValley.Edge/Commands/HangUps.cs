using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace AutoValley.Edge.Commands;

/// <summary>SIGHUP: the signal by which services are asked to read their configuration again.</summary>
internal static class HangUps
{
    /// <summary>One for each signal; those that come while one is being answered are one. The process does not end by the signal meanwhile.</summary>
    public static async IAsyncEnumerable<bool> ReadAsync([EnumeratorCancellation] CancellationToken stop)
    {
        var requests = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var registration = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            requests.Writer.TryWrite(true);
        });
        await foreach (var request in requests.Reader.ReadAllAsync(stop))
            yield return request;
    }
}
