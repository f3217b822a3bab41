using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace AutoValley.Benchmarks.Reports;

/// <summary>Where a benchmark's results go: tables to the output at once, the same as Markdown at the end, progress to the side.</summary>
/// <param name="output">Gets the tables.</param>
/// <param name="progress">Gets a line when something begins.</param>
/// <param name="markdown">File for the tables; null for none.</param>
internal sealed class Report(TextWriter output, TextWriter progress, string? markdown)
{
    private readonly StringBuilder document = new();

    /// <summary>Whether something that was compared differs.</summary>
    public bool HasDifference { get; private set; }

    /// <summary>Says what is being done.</summary>
    public void Step(string what) => progress.WriteLine(what);

    /// <summary>Something that readers of the tables have to know.</summary>
    public void Note(string text)
    {
        progress.WriteLine(text);
        output.WriteLine($"note: {text}");
        document.AppendLine(CultureInfo.InvariantCulture, $"- {text}");
    }

    /// <summary>A result that is not what it has to be: the benchmark will end with code 1.</summary>
    public void Difference(string text)
    {
        HasDifference = true;
        Note(text);
    }

    public void Add(ReportTable table)
    {
        output.WriteLine();
        output.WriteLine(table.ToText());
        document.AppendLine().AppendLine(table.ToMarkdown());
    }

    /// <summary>Writes the Markdown file, if there is to be one.</summary>
    /// <param name="command">What was run.</param>
    /// <param name="cancellation">Stops writing.</param>
    public async Task SaveAsync(string command, CancellationToken cancellation)
    {
        if (markdown is null)
            return;
        var date = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var machine = $"{Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}";
        var head = $"## `benchmarks {command}`\n\n{date}, {machine}\n\n";
        await File.WriteAllTextAsync(markdown, head + document, cancellation);
    }
}
