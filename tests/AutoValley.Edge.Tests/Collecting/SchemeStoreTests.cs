using AutoValley.Edge.Collecting;
using AutoValley.Edge.Tests.Sources;
using AutoValley.Edge.Tests.Support;
using AutoValley.V1;
using CollectionScheme = AutoValley.V1.CollectionScheme;
using SchemeSignal = AutoValley.V1.SchemeSignal;

namespace AutoValley.Edge.Tests.Collecting;

public sealed class SchemeStoreTests : IDisposable
{
    private static readonly SchemeSet Set = new() { Version = 7, Schemes = { new CollectionScheme { Name = "a", Signals = { new SchemeSignal { Name = "Vehicle.Speed" } } } } };

    private readonly TemporaryFolder folder = new();
    private readonly KeptLog log = new();

    private string File => Path.Combine(folder.Path, "schemes");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Load_NothingKept_IsNothing()
    {
        Assert.Null(Store().Load());
        Assert.Empty(log.Lines);
    }

    [Fact]
    public void Load_WhatWasSaved_IsTheSame()
    {
        Assert.Null(Store().Save(new SchemeSet { Version = 6 }));
        Assert.Null(Store().Save(Set));
        Assert.Equal(Set, Store().Load());
        Assert.Equal([File], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void Load_AnyByteFlippedOrCut_IsSetAsideAndTold()
    {
        Store().Save(Set);
        var whole = System.IO.File.ReadAllBytes(File);
        for (var place = 0; place < whole.Length; place++)
        {
            byte[] flipped = [.. whole];
            flipped[place] ^= 0x10;
            System.IO.File.WriteAllBytes(File, flipped);
            // Three bytes of the head mean nothing yet.
            Assert.Equal(place is 9 or 10 or 11 ? Set : null, Store().Load());
            System.IO.File.WriteAllBytes(File, whole[..place]);
            Assert.Null(Store().Load());
            Assert.False(System.IO.File.Exists(File));
            Assert.True(System.IO.File.Exists($"{File}.damaged"));
        }
        Assert.All(log.Lines, line => Assert.StartsWith($"Schemes {File}: damaged, set aside", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Save_NoFolder_SaysWhyNot()
    {
        System.IO.File.WriteAllText(File, "");
        Assert.NotNull(new SchemeStore(Path.Combine(File, "below"), log).Save(Set));
        Assert.Contains("the disk does not keep them", Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Keeper_KeptSchemes_AreInForceAtTheNextStart()
    {
        var sink = new CollectingSink();
        Assert.Equal((true, ""), Keeper(new Collector(sink, 1 << 16, sink)).Set(Set));
        var collector = new Collector(sink, 1 << 16, sink);
        Assert.Equal(7UL, Keeper(collector).Version);
        Assert.Equal(7UL, collector.Status.Version);
    }

    [Fact]
    public void Keeper_OldOrOtherSchemes_AreRefused()
    {
        var keeper = Keeper(new Collector(new CollectingSink(), 1 << 16, new CollectingSink()));
        Assert.Equal((false, "a set of schemes has a version of 1 or more"), keeper.Set(new SchemeSet()));
        Assert.Equal((true, ""), keeper.Set(Set));
        Assert.Equal((true, ""), keeper.Set(Set.Clone()));
        Assert.Equal((false, "other schemes of version 7 are in force"), keeper.Set(new SchemeSet { Version = 7 }));
        Assert.Equal((false, "version 6 is older than version 7, which is in force"), keeper.Set(new SchemeSet { Version = 6 }));
        Assert.Equal((false, "33 schemes, more than 32"), keeper.Set(new SchemeSet { Version = 8, Schemes = { Enumerable.Repeat(Set.Schemes[0], 33) } }));
        Assert.Equal(7UL, keeper.Version);
        Assert.Equal((true, ""), keeper.Set(new SchemeSet { Version = 8 }));
    }

    private SchemeStore Store() => new(folder.Path, log);

    private SchemeKeeper Keeper(Collector collector) => new(collector, Store(), log);
}
