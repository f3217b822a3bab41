using AutoValley.Edge.Spool;
using AutoValley.Edge.Tests.Support;
using AutoValley.Telemetry;

namespace AutoValley.Edge.Tests.Spool;

public sealed class SampleLedgerTests : IDisposable
{
    private static readonly SessionId Session = SessionId.New();

    private readonly TemporaryFolder folder = new();
    private readonly SampleLedger killed = new();

    private string File => Path.Combine(folder.Path, SampleLedger.FileName);

    public void Dispose()
    {
        killed.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Bind_AfterAKill_TellsWhatWasInMemoryAlone()
    {
        killed.Take(10);
        Assert.Equal(0, killed.Bind(folder.Path, Session, NeverAsked));
        killed.Take(90);
        Spool(1, 60, inMemory: 0);
        Assert.Equal(40, LostNow());
        Spool(2, 30, inMemory: 30);
        Assert.Equal(40, LostNow());
        killed.Keep(0);
        Assert.Equal(10, LostNow());
        killed.Take(5);
        Assert.Equal(15, LostNow());
    }

    [Theory]
    [InlineData(true, 40)]
    [InlineData(false, 100)]
    public void Bind_KilledWhileABatchWasWritten_AsksWhetherItIsThere(bool isThere, long lost)
    {
        killed.Bind(folder.Path, Session, NeverAsked);
        killed.Take(100);
        killed.Begin(Batch(7, 60));
        Assert.Equal(lost, LostNow((session, sequence) => (session, sequence) == (Session, 7UL) ? isThere : throw new InvalidOperationException()));
    }

    [Fact]
    public void Bind_AnotherSessionOfTheSameAgent_LostNothing()
    {
        killed.Bind(folder.Path, Session, NeverAsked);
        killed.Take(100);
        Assert.Equal(0, killed.Bind(folder.Path, SessionId.New(), NeverAsked));
        Assert.Equal(100, LostNow());
    }

    [Fact]
    public void Bind_OfAnotherStartOfTheComputerOrDamaged_SaysNothing()
    {
        killed.Bind(folder.Path, Session, NeverAsked);
        killed.Take(100);
        foreach (var place in new[] { 0, 7, 8, 23 })
        {
            var bytes = System.IO.File.ReadAllBytes(File);
            bytes[place] ^= 1;
            Assert.Equal(0, LostOf(bytes, NeverAsked));
        }
        Assert.Equal(0, LostOf(System.IO.File.ReadAllBytes(File)[..50], NeverAsked));
        Assert.Equal(0, LostOf([], NeverAsked));
    }

    [Fact]
    public void Bind_DiskThatTakesNothing_TellsWhatWasLostOnceItDoes()
    {
        killed.Bind(folder.Path, Session, NeverAsked);
        killed.Take(60);
        killed.Dispose();
        using var next = new SampleLedger();
        var obstacle = Directory.CreateDirectory($"{File}.new");
        Assert.ThrowsAny<Exception>(() => next.Bind(folder.Path, SessionId.New(), NeverAsked));
        Assert.False(next.IsBound);
        next.Take(5);
        obstacle.Delete();
        Assert.Equal(60, next.Bind(folder.Path, SessionId.New(), NeverAsked));
        Assert.Equal(65, LostNow());
    }

    [Fact]
    public void Dispose_EverythingSpooled_LeavesNoFile()
    {
        killed.Bind(folder.Path, Session, NeverAsked);
        killed.Take(60);
        Spool(1, 60, inMemory: 0);
        killed.Dispose();
        Assert.False(System.IO.File.Exists(File));
    }

    [Fact]
    public void Dispose_NotEverythingSpooled_LeavesTheCountToTheNext()
    {
        killed.Bind(folder.Path, Session, NeverAsked);
        killed.Take(60);
        killed.Dispose();
        using var next = new SampleLedger();
        Assert.Equal(60, next.Bind(folder.Path, SessionId.New(), NeverAsked));
    }

    [Fact]
    public void Bind_KilledAgainBeforeAStatusArrived_TellsOfBoth()
    {
        killed.Bind(folder.Path, Session, NeverAsked);
        killed.Take(60);
        killed.Dispose();
        var second = new SampleLedger();
        Assert.Equal(60, second.Bind(folder.Path, SessionId.New(), NeverAsked));
        second.Take(5);
        Assert.Equal(65, LostNow());
        // Its own next session has them still, and a clean end does not take them away.
        Assert.Equal(0, second.Bind(folder.Path, SessionId.New(), NeverAsked));
        Assert.Equal((60, 65), (second.Untold, LostNow()));
        second.Begin(Batch(1, 5));
        second.End(Batch(1, 5), inMemory: 0);
        second.Dispose();
        using var third = new SampleLedger();
        Assert.Equal(60, third.Bind(folder.Path, SessionId.New(), NeverAsked));

        // A status arrived that was made before more was found.
        third.Tell(40);
        Assert.Equal((20, 20), (third.Untold, LostNow()));
        third.Tell(20);
        Assert.Equal(0, LostNow());
    }

    [Fact]
    public void Bind_OfAnotherStartOfTheComputer_TellsWhatNobodyWasTold()
    {
        killed.Bind(folder.Path, Session, NeverAsked);
        killed.Take(60);
        killed.Dispose();
        using var second = new SampleLedger();
        second.Bind(folder.Path, SessionId.New(), NeverAsked);
        second.Take(5);
        second.Tell(20);
        var bytes = System.IO.File.ReadAllBytes(File);
        bytes[8] ^= 1;
        Assert.Equal(40, LostOf(bytes, NeverAsked));
    }

    private static BatchFacts Batch(ulong sequence, int samples) => new(sequence, samples, 0, 0);

    private static bool NeverAsked(SessionId session, ulong sequence) => throw new InvalidOperationException("no batch was being written");

    private void Spool(ulong sequence, int samples, long inMemory)
    {
        killed.Begin(Batch(sequence, samples));
        killed.End(Batch(sequence, samples), inMemory);
    }

    // As an agent finds it that starts now: the page is the kernel's, and outlives who wrote it.
    private long LostNow(Func<SessionId, ulong, bool>? isSpooled = null) => LostOf(System.IO.File.ReadAllBytes(File), isSpooled ?? NeverAsked);

    private static long LostOf(byte[] file, Func<SessionId, ulong, bool> isSpooled)
    {
        using var folder = new TemporaryFolder();
        System.IO.File.WriteAllBytes(Path.Combine(folder.Path, SampleLedger.FileName), file);
        using var next = new SampleLedger();
        return next.Bind(folder.Path, SessionId.New(), isSpooled);
    }
}
