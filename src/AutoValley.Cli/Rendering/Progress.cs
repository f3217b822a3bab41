using System.Globalization;

namespace AutoValley.Cli.Rendering;

/// <summary>Says how far a long answer is, for a person whose output goes elsewhere.</summary>
internal sealed class Progress(Host host) : IDisposable
{
    private readonly StatusLine line = new(host, host.ErrorIsTerminal && !host.OutputIsTerminal);

    /// <summary>Rows written.</summary>
    public long Rows { get; private set; }

    /// <summary>Counts rows of a signal and shows them when it is time.</summary>
    public void Add(int rows, string signal)
    {
        Rows += rows;
        line.Update(elapsed => string.Create(
            CultureInfo.InvariantCulture, $"{Rows:N0} rows, {Rows / elapsed.TotalSeconds:N0}/s, {signal}"));
    }

    /// <summary>Takes the line away.</summary>
    public void Dispose() => line.Dispose();
}
