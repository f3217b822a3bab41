namespace AutoValley.Server.Influx.Reading;

/// <summary>Goes through rows one by one.</summary>
internal sealed class RowCursor(IAsyncEnumerator<IReadOnlyList<QlRow>> source) : IAsyncDisposable
{
    private IReadOnlyList<QlRow> rows = [];
    private int index;

    /// <summary>The row it is at.</summary>
    public QlRow Current => rows[index];

    /// <summary>Goes to the next row, or the first; false when there is none.</summary>
    public ValueTask<bool> MoveAsync() => ++index < rows.Count ? ValueTask.FromResult(true) : LoadAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => source.DisposeAsync();

    private async ValueTask<bool> LoadAsync()
    {
        index = 0;
        do
            rows = await source.MoveNextAsync() ? source.Current : null!;
        while (rows is { Count: 0 });
        return rows is not null;
    }
}
