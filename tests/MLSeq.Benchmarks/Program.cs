Console.WriteLine("usage: MLSeq.Benchmarks NAME");
