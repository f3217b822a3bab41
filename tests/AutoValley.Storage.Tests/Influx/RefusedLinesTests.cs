using System.Text;
using AutoValley.Storage.Influx;
using Microsoft.Extensions.Logging.Abstractions;

namespace AutoValley.Storage.Tests.Influx;

public sealed class RefusedLinesTests : IAsyncLifetime
{
    private readonly TestStore test = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => test.DisposeAsync().AsTask();

    [Fact]
    public void Add_CatalogueFails_IsToldByTheNextAttempt()
    {
        var (catalogue, control) = FailingCatalogue.Of(test.Catalogue);
        var refused = new RefusedLines(catalogue, TimeProvider.System, NullLogger.Instance);
        control.Failures = 1;
        Assert.Throws<IOException>(() => refused.Add(Line(1), "bad"));
        refused.Add(Line(1), "bad");
        refused.Add(Line(1), "bad");
        Assert.Equal((1, 1), (test.Catalogue.DeadLetterTotal, refused.Total));
    }

    [Fact]
    public void Add_SameAgainAfterTheRestWasTold_IsKnown()
    {
        var refused = new RefusedLines(test.Catalogue, TimeProvider.System, NullLogger.Instance);
        for (var attempt = 0; attempt < 2; attempt++)
        {
            for (var line = 0; line < RefusedLines.MaximumLetters + 5; line++)
                refused.Add(Line(line), "bad");
            refused.TellRest();
        }
        Assert.Equal((RefusedLines.MaximumLetters + 1, RefusedLines.MaximumLetters + 5), (test.Catalogue.DeadLetterTotal, refused.Total));
        // Of another segment the same is something else.
        refused.Clear();
        refused.Add(Line(0), "bad");
        Assert.Equal(RefusedLines.MaximumLetters + 2, test.Catalogue.DeadLetterTotal);
    }

    [Fact]
    public void AddExpired_SameRequestAgain_CountsOnceAndItsWarningHoldsForTheSegment()
    {
        var refused = new RefusedLines(test.Catalogue, TimeProvider.System, NullLogger.Instance);
        for (var attempt = 0; attempt < 3; attempt++)
        {
            refused.AddExpired(Line(1), 7, "beyond retention policy");
            // The first ends in a failure, the second cannot be noted.
            if (attempt > 0)
                refused.TellRest();
        }
        Assert.StartsWith("7 lines are of times", Assert.Single(test.Catalogue.DeadLetters(null, 10)).Detail, StringComparison.Ordinal);
        Assert.StartsWith("7 lines are of times", refused.Warning, StringComparison.Ordinal);
        Assert.Equal(7, refused.Total);
        refused.Clear();
        Assert.NotEmpty(refused.Warning);
        refused.TellRest();
        Assert.Empty(refused.Warning);
    }

    private static byte[] Line(int number) => Encoding.UTF8.GetBytes($"telemetry,organisation=avl,part=1,session=0,vehicle=shuttle-1 a={number} {number}");
}
