using System.Text;
using AutoValley.Edge.Sources.Gnss.Nmea;
using AutoValley.Edge.Sources.Replay;

namespace AutoValley.Edge.Tests.Sources.Gnss.Nmea;

/// <summary>Writes sentences with their checksums, and reads them back.</summary>
internal static class NmeaText
{
    /// <summary>Each line <c>GPGGA,…</c> as <c>$GPGGA,…*hh</c> with its end.</summary>
    public static byte[] Of(params string[] bodies) => Encoding.ASCII.GetBytes(string.Concat(bodies.Select(body => Sentence(body) + "\r\n")));

    public static string Sentence(string body) => $"${body}*{body.Aggregate(0, (sum, letter) => sum ^ letter):X2}";

    /// <summary>The samples of a log, and what its statistics say.</summary>
    public static async Task<(CollectingSink Sink, NmeaStatistics Statistics)> ReplayAsync(NmeaRecording recording)
    {
        var sink = new CollectingSink();
        await new ReplaySource([recording], new ReplayOptions { Speed = ReplaySpeed.Maximum }, TimeProvider.System).RunAsync(sink, CancellationToken.None);
        return (sink, recording.Statistics);
    }

    /// <summary>As the other, of bytes.</summary>
    public static Task<(CollectingSink Sink, NmeaStatistics Statistics)> ReplayAsync(byte[] content) => ReplayAsync(NmeaRecording.Over("log", content));
}
