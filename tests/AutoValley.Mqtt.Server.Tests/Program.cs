using System.Globalization;
using AutoValley.Mqtt.Server.Tests.Support;
using AutoValley.Testing;

// The endpoint alone: tells its port, then what it is asked (see EndpointProcess). The test runner does not come by here.
await using var endpoint = await TestEndpoint.StartAsync();
await Console.Out.WriteLineAsync(endpoint.Port.ToString(CultureInfo.InvariantCulture));
await HeapAnswers.RunAsync(Console.In, Console.Out);
