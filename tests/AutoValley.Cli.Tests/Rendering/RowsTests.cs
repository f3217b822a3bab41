using System.Text;
using AutoValley.Cli.Rendering;

namespace AutoValley.Cli.Tests.Rendering;

public sealed class RowsTests
{
    private readonly StringBuilder output = new();

    private Host Host(bool terminal) => new() { Output = new StringWriter(output), Error = TextWriter.Null, OutputIsTerminal = terminal, Width = 60 };

    [Fact]
    public void Write_Csv_QuotesAndKeepsNumbersExact()
    {
        Write(OutputFormat.Csv, terminal: true, ["a", 0.1], ["b,\"c\"\nd", -0.0], [default, long.MaxValue], [true, double.NaN]);
        Assert.Equal("name,value\na,0.1\n\"b,\"\"c\"\"\nd\",-0\n,9223372036854775807\ntrue,NaN\n", output.ToString());
    }

    [Fact]
    public void Write_Json_IsAnObjectALine()
    {
        Write(
            OutputFormat.Json, terminal: false, ["a\"\n\t\u001b", 5e-324], [default, ulong.MaxValue], [Cell.Time(1), double.NegativeInfinity], [false, 1e300]);
        Assert.Equal(
            """
            {"name":"a\"\n\t\u001B","value":5E-324}
            {"name":null,"value":18446744073709551615}
            {"name":"1970-01-01T00:00:00.000000001Z","value":"-Infinity"}
            {"name":false,"value":1E+300}

            """,
            output.ToString());
    }

    [Fact]
    public void Write_TableToAPipe_IsTabSeparated()
    {
        Write(OutputFormat.Table, terminal: false, ["a\tb\\c\nd", 1.5], ["e", default]);
        Assert.Equal("name\tvalue\na\\tb\\\\c\\nd\t1.5\ne\t\n", output.ToString());
    }

    [Fact]
    public void Write_TableToATerminal_IsDrawn()
    {
        Write(OutputFormat.Table, terminal: true, ["[red]a[/]\u001b[2J", 1.5], ["b", 100L]);
        Assert.Equal(
            """
            ╭───────────────┬───────╮
            │ name          │ value │
            ├───────────────┼───────┤
            │ [red]a[/]�[2J │   1.5 │
            │ b             │   100 │
            ╰───────────────┴───────╯

            """,
            Lines(output.ToString()));
    }

    [Fact]
    public void Write_ManyRowsToATerminal_AreDrawnAsTheyCome()
    {
        var rows = Rows.To(Host(terminal: true), OutputFormat.Table, "n");
        for (var i = 0L; i < 1_000; i++)
            rows.Write(i);
        Assert.Contains("│ 999 │", output.ToString(), StringComparison.Ordinal);
        var length = output.ToString().Length;
        rows.End();
        Assert.Equal(length, output.ToString().Length);
    }

    [Fact]
    public void End_NoRows_LeavesTheHeader()
    {
        Write(OutputFormat.Table, terminal: true);
        Assert.Contains("│ name │ value │", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Live_Terminal_WritesEachLineAtOnce()
    {
        var rows = Rows.Live(Host(terminal: true), OutputFormat.Table, "name", "value");
        rows.Write("longer\u0007", 1L);
        rows.Write("a", 2L);
        Assert.Equal("name  value\nlonger�  1\na        2\n", output.ToString());
    }

    [Theory]
    [InlineData(OutputFormat.Table, "field\tvalue\na\t1\nb\tc\n")]
    [InlineData(OutputFormat.Csv, "a,b\n1,c\n")]
    [InlineData(OutputFormat.Json, "{\"a\":1,\"b\":\"c\"}\n")]
    internal void WriteRecord_Fields_AreLinesForPeopleAndOneRowForPrograms(OutputFormat format, string expected)
    {
        Rows.WriteRecord(Host(terminal: false), format, [("a", 1L), ("b", "c")]);
        Assert.Equal(expected, output.ToString());
    }

    private void Write(OutputFormat format, bool terminal, params Cell[][] cells)
    {
        var rows = Rows.To(Host(terminal), format, "name", "value");
        foreach (var row in cells)
            rows.Write(row);
        rows.End();
    }

    private static string Lines(string text) => text.ReplaceLineEndings("\n");
}
