using System.Text.RegularExpressions;
using AutoValley.Storage.Site;
using AutoValley.Storage.Sqlite;
using AutoValley.Testing;
using Microsoft.Data.Sqlite;

namespace AutoValley.Storage.Tests.Site;

/// <summary>FORMAT.md and the tables of site.db agree.</summary>
public sealed partial class SiteFormatTests : IDisposable
{
    private static readonly string Document = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "src/AutoValley.Storage/Site/FORMAT.md"));

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Document_HasEveryTableAndColumnInOrder()
    {
        SiteDatabase.Open(folder.Path).Dispose();
        using var connection = Database.OpenReader(Path.Combine(folder.Path, SiteDatabase.FileName), SiteSchema.Version)!;
        string[] tables = [.. connection.Rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid", row => row.GetString(0))];
        string[] sections = Document.Split("\n## ")[1..];
        Assert.Equal(tables, sections.Select(section => NameBegin().Match(section).Value));
        foreach (var (table, section) in tables.Zip(sections))
            Assert.Equal(ColumnsOf(connection, table), ColumnLines().Matches(section).SelectMany(line => Names().Matches(line.Value)).Select(name => name.Groups[1].Value));
    }

    [Fact]
    public void Document_HasTheVersion() => Assert.StartsWith($"# site.db, schema {SiteSchema.Version}\n", Document);

    private static List<string> ColumnsOf(SqliteConnection connection, string table) =>
        connection.Rows($"SELECT name FROM pragma_table_xinfo('{table}') ORDER BY cid", row => row.GetString(0));

    [GeneratedRegex("^[a-z_]+")]
    private static partial Regex NameBegin();

    [GeneratedRegex(@"^\| `[^|]*", RegexOptions.Multiline)]
    private static partial Regex ColumnLines();

    [GeneratedRegex("`([a-z_0-9]+)`")]
    private static partial Regex Names();
}
