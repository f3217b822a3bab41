using System.Globalization;

namespace AutoValley.Cli.Rendering;

/// <summary>One line on the error output that says how far a long answer is, for a person whose output goes elsewhere.</summary>
internal sealed class Progress(Host host) : IDisposable
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly bool shown = host.ErrorIsTerminal && !host.OutputIsTerminal;
    private readonly long started = host.Clock.GetTimestamp();
    private TimeSpan next = Delay;
    private int length;

    /// <summary>Rows written.</summary>
    public long Rows { get; private set; }

    /// <summary>Counts rows of a signal and shows them when it is time.</summary>
    public void Add(int rows, string signal)
    {
        Rows += rows;
        if (!shown || host.Clock.GetElapsedTime(started) is var elapsed && elapsed < next)
            return;
        next = elapsed + Interval;
        Show(string.Create(CultureInfo.InvariantCulture, $"{Rows:N0} rows, {Rows / elapsed.TotalSeconds:N0}/s, {signal}"));
    }

    /// <summary>Takes the line away.</summary>
    public void Dispose()
    {
        if (length == 0)
            return;
        Show("");
        host.Error.Write('\r');
    }

    private void Show(string line)
    {
        host.Error.Write('\r' + line.PadRight(length));
        host.Error.Flush();
        length = Math.Max(length, line.Length);
    }
}
