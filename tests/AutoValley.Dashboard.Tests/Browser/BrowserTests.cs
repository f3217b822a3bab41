namespace AutoValley.Dashboard.Tests.Browser;

/// <summary>Tests that share the browser and mostly a ground; they run one after another, as each draws by the processor.</summary>
[CollectionDefinition(nameof(BrowserTests))]
public sealed class BrowserTests : ICollectionFixture<Chromium>, ICollectionFixture<SharedGround>;
