using System.Diagnostics;
using AutoValley.Testing;

namespace AutoValley.Telemetry.Tests.Columns;

/// <summary>FORMAT.md, its second implementation (Golden/columns.py) and the codec agree.</summary>
public sealed class GoldenTests
{
    private const string Python = "/usr/bin/python3";
    private static readonly string Folder = Path.Combine(SharedData.RepositoryRoot, "tests/AutoValley.Telemetry.Tests/Columns/Golden");
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(Folder, "golden.txt"));

    public static TheoryData<string> Names => [.. Lines.Where((_, index) => index % 3 == 0)];

    [Theory, MemberData(nameof(Names))]
    public void Decode_GoldenColumn_GivesWhatItHolds(string name)
    {
        var line = Array.IndexOf(Lines, name);
        Assert.Equal(Lines[line + 2], ColumnText.Decode(Convert.FromHexString(Lines[line + 1])));
    }

    [ToolFact(Python)]
    public async Task SecondProgram_MakesTheGoldenFile() => Assert.Equal(Lines, await RunAsync("make", []));

    [ToolFact(Python)]
    public async Task SecondProgram_DecodesWhatTheEncoderWrites()
    {
        List<(byte[] Bytes, string Text)> columns = [];
        foreach (var length in new[] { 0, 1, 2, 3, 10, 40, 200, 1025 })
        {
            foreach (var effort in Column.Efforts)
            {
                columns.AddRange(Shapes.Times(length, 11).Select(shape => (Column.EncodeTimes(shape.Values, effort), ColumnText.OfTimes(shape.Values))));
                columns.AddRange(Values(length).Select(values => (Column.Encode(values, effort), ColumnText.Of(values))));
            }
        }
        var decoded = await RunAsync("decode", columns.Select(column => Convert.ToHexString(column.Bytes)));
        Assert.Equal(columns.Select(column => column.Text), decoded);
    }

    private static IEnumerable<Values> Values(int length) =>
    [
        .. Shapes.Doubles(length, 12).Select(shape => Telemetry.Values.Of(shape.Values)),
        .. Shapes.Integers(length, 13).Select(shape => Telemetry.Values.Of(shape.Values)),
        .. Shapes.Booleans(length, 14).Select(shape => Telemetry.Values.Of(shape.Values)),
        .. Shapes.Texts(length, 15).Select(shape => Telemetry.Values.Of(shape.Values)),
    ];

    private static async Task<string[]> RunAsync(string command, IEnumerable<string> input)
    {
        var start = new ProcessStartInfo(Python, ["-B", Path.Combine(Folder, "columns.py"), command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteLineAsync(string.Join('\n', input));
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        Assert.Equal("", await errors);
        return (await output).TrimEnd('\n').Split('\n');
    }
}
