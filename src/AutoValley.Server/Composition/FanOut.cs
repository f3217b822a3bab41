using AutoValley.Server.Ingest;
using AutoValley.Server.Live;
using AutoValley.Server.Site;
using AutoValley.Storage;

namespace AutoValley.Server.Composition;

/// <summary>Who hears of a batch when it became durable, in the journal's order. None of them waits.</summary>
internal sealed class FanOut(LiveHub live, WatermarkQueue watermarks, SiteRoom site)
{
    public void Publish(DurableBatch durable)
    {
        live.Publish(durable);
        watermarks.Tell(durable.Session);
        site.Wake();
    }
}
