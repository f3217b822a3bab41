namespace AutoValley.Storage.Tests.Catalogue;

public sealed class KeptTableTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void ChangeKept_PutReplaceDelete_IsThereAfterReopen()
    {
        using (var catalogue = SqliteCatalogue.Open(folder["catalog.db"]))
        {
            catalogue.ChangeKept([Put(1, "a", "x", 1), Put(1, "a", "y", 2), Put(2, "a", "x", 3), Put(1, "b", "x", 4), Put(1, "a", "x", 5)]);
            catalogue.ChangeKept([new KeptChange(1, "b", "x", null), new KeptChange(3, "c", null, null)]);
        }
        using var reopened = SqliteCatalogue.Open(folder["catalog.db"]);
        Assert.Equal(["1 a x 5", "1 a y 2", "2 a x 3"], Rows(reopened));
        reopened.ChangeKept([new KeptChange(1, "a", null, null), Put(1, "a", "z", 6)]);
        Assert.Equal(["1 a z 6", "2 a x 3"], Rows(reopened));
    }

    public void Dispose() => folder.Dispose();

    private static KeptChange Put(int kind, string owner, string item, byte value) => new(kind, owner, item, new[] { value });

    private static IEnumerable<string> Rows(SqliteCatalogue catalogue) =>
        catalogue.LoadKept().Select(row => $"{row.Kind} {row.Owner} {row.Item} {row.Value.Span[0]}").Order();
}
