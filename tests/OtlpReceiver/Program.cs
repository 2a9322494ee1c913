using System.Text.Json;
using Telemetry.Tests.Programs;

// Receives OTLP until its input ends. The first line of the output has the endpoints; then, each line of the input is a command, which is
// answered by a line: see ReceiverCommands.
await using var server = new StandaloneReceiver();
await server.ListenAsync(CancellationToken.None);
Console.WriteLine(JsonSerializer.Serialize(new { Http = server.HttpEndpoint, Grpc = server.GrpcEndpoint }));
var commands = new ReceiverCommands(server);
while (Console.ReadLine() is { } line)
{
    Console.WriteLine(commands.Run(line));
}
